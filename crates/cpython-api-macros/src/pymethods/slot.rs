//! Special methods, which C looks up in a slot of the type and not by name. Ours, not in the August text.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Ident, Result, Type};

use super::entry::Entry;
use super::{object, receiver, returned};
use crate::pyfunction::{Function, parameters, plain, variable};

/// The special methods that have a slot here, and what kind of callback the slot wants.
const SPECIAL: [(&str, Shape); 15] = [
    ("__repr__", Shape::Text("repr")),
    ("__str__", Shape::Text("str")),
    ("__iter__", Shape::Object("iter")),
    ("__next__", Shape::Next),
    ("__len__", Shape::Length),
    ("__hash__", Shape::Hash),
    ("__contains__", Shape::Contains),
    ("__getitem__", Shape::Item),
    ("__call__", Shape::Call),
    ("__lt__", Shape::Compare("Lt")),
    ("__le__", Shape::Compare("Le")),
    ("__eq__", Shape::Compare("Eq")),
    ("__ne__", Shape::Compare("Ne")),
    ("__gt__", Shape::Compare("Gt")),
    ("__ge__", Shape::Compare("Ge")),
];

/// Those that C looks up in slots too, and that are not here: as attributes alone they would do nothing.
const OTHERS: &str = "__abs__ __add__ __aiter__ __and__ __anext__ __await__ __bool__ __buffer__ __del__ __delattr__ \
    __delete__ __delitem__ __divmod__ __float__ __floordiv__ __get__ __getattr__ __getattribute__ __iadd__ __iand__ \
    __ifloordiv__ __ilshift__ __imatmul__ __imod__ __imul__ __index__ __init__ __int__ __invert__ __ior__ __ipow__ \
    __irshift__ __isub__ __itruediv__ __ixor__ __lshift__ __matmul__ __mod__ __mul__ __neg__ __new__ __or__ __pos__ \
    __pow__ __radd__ __rand__ __rdivmod__ __release_buffer__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ \
    __ror__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set__ __setattr__ __setitem__ __sub__ \
    __truediv__ __xor__";

#[derive(Clone, Copy)]
enum Shape {
    Text(&'static str),
    Object(&'static str),
    Next,
    Length,
    Hash,
    Contains,
    Item,
    Call,
    Compare(&'static str),
}

impl Shape {
    /// How many arguments there are after the state; `None` for `__call__`, which has a signature.
    fn arguments(self) -> Option<usize> {
        match self {
            Self::Call => None,
            Self::Contains | Self::Item | Self::Compare(_) => Some(1),
            _ => Some(0),
        }
    }
}

fn shape(name: &str) -> Option<Shape> {
    SPECIAL.iter().find(|(special, _)| *special == name).map(|(_, shape)| *shape)
}

/// Whether the entry belongs into a slot; an error where it would be found by name only.
pub fn is_special(entry: &Entry) -> Result<bool> {
    let name = entry.python();
    let refuse = |message: String| Err(Error::new(entry.span(), message));
    let special = shape(&name).is_some();
    if special && entry.mark != "pyfunction" {
        return refuse(format!("C looks `{name}` up for an object: mark it `#[pyfunction]`"));
    }
    if special && entry.has_table() {
        return refuse(format!("`{name}` has no table: C fixes its arguments. Mark it `#[pyfunction]`"));
    }
    if entry.mark == "pyfunction" && OTHERS.split(' ').any(|other| other == name) {
        let known: Vec<_> = SPECIAL.iter().map(|(name, _)| *name).collect();
        let message = format!(
            "C looks `{name}` up in a slot that this layer does not fill, so Python would not find it. The special methods \
             here are {}",
            known.join(", ")
        );
        return refuse(message);
    }
    Ok(special)
}

/// The slots that the class fills.
#[derive(Default)]
pub struct Slots {
    rows: Vec<TokenStream>,
    has_hash: bool,
    /// One slot for all six: the arms of the `match` in it.
    comparisons: Vec<(&'static str, TokenStream)>,
}

impl Slots {
    pub fn add(&mut self, class: &Ident, entry: &Entry) -> Result<()> {
        let item = &entry.function;
        let slot = Slot {
            class,
            entry,
            receiver: receiver(item)?,
            function: parameters(&item.sig, &mut item.sig.inputs.iter().skip(1))?,
        };
        let shape = shape(&entry.python()).expect("the caller has asked");
        slot.check(shape)?;
        self.has_hash |= matches!(shape, Shape::Hash);
        match shape {
            Shape::Compare(operation) => self.comparisons.push((operation, slot.comparison())),
            Shape::Call => self.rows.push(slot.call()?),
            shape => self.rows.push(slot.row(shape)),
        }
        Ok(())
    }

    pub fn rows(&self, class: &Ident) -> Vec<TokenStream> {
        let mut rows = self.rows.clone();
        if !self.comparisons.is_empty() {
            rows.push(self.compare(class));
            if !self.has_hash && !self.comparisons.iter().any(|(operation, _)| *operation == "Eq") {
                rows.push(quote! {
                    // SAFETY: a hash for any object.
                    unsafe { ::cpython_api::ClassSlotDef::<#class>::hash(::cpython_api::glue::slots::identity_hash) }
                });
            }
        }
        rows
    }

    /// `tp_richcompare`, with `!=` as the opposite of `==` unless it is written.
    fn compare(&self, class: &Ident) -> TokenStream {
        let mut arms: Vec<_> = self.comparisons.iter().map(|(operation, arm)| arm_of(operation, arm)).collect();
        let has = |wanted| self.comparisons.iter().find(|(operation, _)| *operation == wanted);
        if let (Some((_, equal)), None) = (has("Eq"), has("Ne")) {
            arms.push(arm_of("Ne", &quote!(#equal.map(|equal| equal.map(|equal| !equal)))));
        }
        quote! {{
            fn body<'args, 'py>(
                ctx: &mut ::cpython_api::ThreadContext<'py>,
                receiver: ::cpython_api::glue::Receiver<'args, 'py, #class>,
                state: &'args <#class as ::cpython_api::PyClass>::State,
                argument: ::cpython_api::Borrowed<'args, 'py, ::cpython_api::glue::PyAny>,
                comparison: ::cpython_api::glue::Comparison,
            ) -> ::cpython_api::PyResult<::core::option::Option<bool>> {
                #[allow(unreachable_patterns)]
                match comparison {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(::core::option::Option::None),
                }
            }

            unsafe extern "C" fn trampoline(
                slf: *mut ::cpython_api::glue::PyObject,
                other: *mut ::cpython_api::glue::PyObject,
                comparison: ::core::ffi::c_int,
            ) -> *mut ::cpython_api::glue::PyObject {
                // SAFETY: CPython calls this as `tp_richcompare`.
                unsafe { ::cpython_api::glue::slots::compare::<#class>(body, slf, other, comparison) }
            }

            // SAFETY: the trampoline is a call of `compare` for this class.
            unsafe { ::cpython_api::ClassSlotDef::<#class>::compare(trampoline) }
        }}
    }
}

fn arm_of(operation: &str, value: &TokenStream) -> TokenStream {
    let operation = Ident::new(operation, Span::call_site());
    quote!(::cpython_api::glue::Comparison::#operation => #value,)
}

/// A special method, taken apart.
struct Slot<'a> {
    class: &'a Ident,
    entry: &'a Entry,
    receiver: TokenStream,
    function: Function<'a>,
}

impl Slot<'_> {
    fn check(&self, shape: Shape) -> Result<()> {
        let (name, Some(wanted)) = (self.entry.python(), shape.arguments()) else { return Ok(()) };
        if let Some(options) = self.entry.options() {
            return Err(Error::new(
                options.span(),
                format!("C fixes the arguments of `{name}`: write `#[pyfunction]`"),
            ));
        }
        let write = if wanted == 0 { "no argument" } else { "one argument, as in `other: Type`" };
        let message = format!("after the state, `{name}` takes {write}");
        match self.function.arguments.get(wanted) {
            Some((extra, _)) => Err(Error::new(extra.span(), message)),
            None if self.function.arguments.len() < wanted => Err(Error::new(self.entry.span(), message)),
            None => Ok(()),
        }
    }

    /// `Class::function(receiver, ctx, state, a0)`
    fn invoke(&self) -> TokenStream {
        let (class, name, receiver) = (self.class, self.function.name, &self.receiver);
        let state = self.state();
        let arguments = (0..).zip(&self.function.arguments).map(|(position, (_, ty))| variable(position, ty));
        quote!(#class::#name(#receiver, ctx, #state, #(#arguments),*))
    }

    /// With the place of the learner's own type.
    fn state(&self) -> Ident {
        Ident::new("state", Span::mixed_site().located_at(self.function.state.span()))
    }

    /// The one argument: its name, and its variable.
    fn argument(&self) -> Option<(String, Ident, &Type)> {
        self.function.arguments.first().map(|(name, ty)| (plain(name), variable(0, ty), *ty))
    }

    /// A slot of one function, with no argument or one.
    fn row(&self, shape: Shape) -> TokenStream {
        let class = self.class;
        let (slot, output, gives) = match shape {
            Shape::Text(slot) => (slot, "text", object()),
            Shape::Object(slot) => (slot, "object", object()),
            Shape::Item => ("item", "object", object()),
            Shape::Next => (
                "next",
                "next_item",
                quote!(
                    ::cpython_api::PyResult<
                        ::core::option::Option<::cpython_api::Bound<'py, ::cpython_api::glue::PyAny>>,
                    >
                ),
            ),
            Shape::Length => ("length", "size", quote!(::cpython_api::PyResult<usize>)),
            Shape::Hash => ("hash", "hash_value", quote!(::cpython_api::PyResult<isize>)),
            _ => ("contains", "truth", quote!(::cpython_api::PyResult<bool>)),
        };
        let answer = match shape {
            Shape::Length | Shape::Hash => quote!(::cpython_api::glue::Py_ssize_t),
            Shape::Contains => quote!(::core::ffi::c_int),
            _ => quote!(*mut ::cpython_api::glue::PyObject),
        };
        let callback = if matches!(shape, Shape::Text(_) | Shape::Object(_)) { "object" } else { slot };
        let [slot, output, callback] = [slot, output, callback].map(|name| Ident::new(name, Span::call_site()));
        let (invoke, state) = (self.invoke(), self.state());
        let output =
            quote_spanned!(returned(&self.entry.function)=> ::cpython_api::glue::slots::output::#output(ctx, value));
        let (mut takes, mut extract, mut raw, mut pass) = (quote!(), quote!(), quote!(), quote!());
        if let Some((_, variable, ty)) = self.argument() {
            let (method, name) = (self.entry.python(), self.argument().expect("just seen").0);
            let value = quote_spanned!(ty.span()=> ::cpython_api::glue::slots::argument(ctx, #method, #name, argument));
            takes = quote!(argument: ::cpython_api::Borrowed<'args, 'py, ::cpython_api::glue::PyAny>,);
            extract = quote!(let #variable = #value?;);
            raw = quote!(argument: *mut ::cpython_api::glue::PyObject,);
            pass = quote!(argument,);
        }
        quote! {{
            fn body<'args, 'py>(
                ctx: &mut ::cpython_api::ThreadContext<'py>,
                receiver: ::cpython_api::glue::Receiver<'args, 'py, #class>,
                #state: &'args <#class as ::cpython_api::PyClass>::State,
                #takes
            ) -> #gives {
                #extract
                let value = #invoke;
                #output
            }

            unsafe extern "C" fn trampoline(slf: *mut ::cpython_api::glue::PyObject, #raw) -> #answer {
                // SAFETY: CPython calls this as the slot below says.
                unsafe { ::cpython_api::glue::slots::#callback::<#class>(body, slf, #pass) }
            }

            // SAFETY: the trampoline is a call of the function for this slot, for this class.
            unsafe { ::cpython_api::ClassSlotDef::<#class>::#slot(trampoline) }
        }}
    }

    /// An arm of the `match` in `tp_richcompare`. What cannot be made from the other object is not compared.
    fn comparison(&self) -> TokenStream {
        let (_, variable, ty) = self.argument().expect("checked to have one");
        let (invoke, state) = (self.invoke(), self.state());
        let value = quote_spanned!(ty.span()=> ::cpython_api::glue::slots::comparable(ctx, argument));
        let output =
            quote_spanned!(returned(&self.entry.function)=> ::cpython_api::glue::slots::output::truth(ctx, value));
        quote! {{
            let #state = state;
            match #value? {
                ::core::option::Option::Some(#variable) => {
                    let value = #invoke;
                    #output.map(::core::option::Option::Some)
                }
                ::core::option::Option::None => ::core::result::Result::Ok(::core::option::Option::None),
            }
        }}
    }

    /// `tp_call`: the one special method with a signature.
    fn call(&self) -> Result<TokenStream> {
        let class = self.class;
        let description = self.entry.describe(&self.function, Some("$self"))?;
        let (spec, slots, extractions) =
            (description.spec(&self.entry.python()), description.slots(), &description.extractions);
        let (invoke, state, object) = (self.invoke(), self.state(), object());
        let output = quote_spanned!(returned(&self.entry.function)=> ::cpython_api::glue::output(ctx, value));
        Ok(quote! {{
            #spec

            fn body<'args, 'py>(
                ctx: &mut ::cpython_api::ThreadContext<'py>,
                receiver: ::cpython_api::glue::Receiver<'args, 'py, #class>,
                #state: &'args <#class as ::cpython_api::PyClass>::State,
                arguments: &::cpython_api::glue::Arguments<'args, 'py>,
            ) -> #object {
                let _ = arguments;
                #(#extractions)*
                let value = #invoke;
                #output
            }

            unsafe extern "C" fn trampoline(
                slf: *mut ::cpython_api::glue::PyObject,
                arguments: *mut ::cpython_api::glue::PyObject,
                keywords: *mut ::cpython_api::glue::PyObject,
            ) -> *mut ::cpython_api::glue::PyObject {
                // SAFETY: CPython calls this as `tp_call`, and the spec has this many parameters.
                unsafe { ::cpython_api::glue::slots::call::<#class, #slots>(&SPEC, body, slf, arguments, keywords) }
            }

            // SAFETY: the trampoline is a call of `call` for this class.
            unsafe { ::cpython_api::ClassSlotDef::<#class>::call(trampoline) }
        }})
    }
}
