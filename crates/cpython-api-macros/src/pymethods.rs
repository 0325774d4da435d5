//! `#[pymethods]`: the `impl` block as it is, and beside it the tables of the class.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Error, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Meta, Result, ReturnType, Type};

use crate::pyclass::screaming;
use crate::pyfunction::{
    Function, Options, agree, arguments, c_literal, check_context, docstring, extractions, param, parameters, plain,
    plain_function, typed, variable,
};
use crate::signature::Signature;

/// The marks of the entries, as August has them; the last two are ours.
const MARKS: [&str; 6] = ["new", "pyfunction", "getter", "setter", "classmethod", "staticmethod"];

/// An entry: its mark, taken off the function.
struct Entry {
    mark: Ident,
    options: Meta,
    function: ImplItemFn,
}

pub fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    if let Some(token) = options.into_iter().next() {
        return Err(Error::new(token.span(), "`pymethods` has no options: write `#[pymethods]`"));
    }
    let mut item: ItemImpl = syn::parse2(item)?;
    let class = class_name(&item)?;
    let entries = item.items.iter_mut().filter_map(entry).collect::<Result<Vec<_>>>();
    let tables = entries.and_then(|entries| tables(&class, &entries));
    // The functions stay in any case, and tables too, so that one mistake is told once.
    let tables = tables.unwrap_or_else(|error| {
        let (error, empty) = (error.into_compile_error(), declare(&class, &[], &[], None));
        quote!(#error #empty)
    });
    Ok(quote!(#item #tables))
}

fn class_name(item: &ItemImpl) -> Result<Ident> {
    if let Some((_, path, _)) = &item.trait_ {
        return Err(Error::new(path.span(), "`pymethods` is for the type's own functions: write `impl Type { … }`"));
    }
    match &*item.self_ty {
        Type::Path(path) if item.generics.params.is_empty() => match path.path.get_ident() {
            Some(name) => Ok(name.clone()),
            None => Err(Error::new(path.span(), "name the payload by one word: `impl Type { … }`")),
        },
        other => Err(Error::new(other.span(), "a payload has no parameters: write `impl Type { … }`")),
    }
}

/// The entry of an item, if it has a mark.
fn entry(item: &mut ImplItem) -> Option<Result<Entry>> {
    let ImplItem::Fn(function) = item else { return None };
    let marks: Vec<usize> = (0..function.attrs.len()).filter(|at| mark(&function.attrs[*at]).is_some()).collect();
    // All are taken off, so that rustc does not see a function with half of its marks.
    let mut taken: Vec<Attribute> = marks.iter().rev().map(|at| function.attrs.remove(*at)).collect();
    let attribute = taken.pop()?;
    if let Some(second) = taken.pop() {
        let message = "one mark says what the function is: remove this one";
        return Some(Err(Error::new(second.path().span(), message)));
    }
    let mark = mark(&attribute)?;
    Some(Ok(Entry { mark, options: attribute.meta, function: function.clone() }))
}

fn mark(attribute: &Attribute) -> Option<Ident> {
    let last = &attribute.path().segments.last()?.ident;
    MARKS.iter().any(|mark| last == mark).then(|| last.clone())
}

fn tables(class: &Ident, entries: &[Entry]) -> Result<TokenStream> {
    let (mut methods, mut getsets, mut new) = (Vec::new(), Vec::<GetSet>::new(), None);
    for entry in entries {
        match entry.mark.to_string().as_str() {
            "pyfunction" => methods.push(method(class, entry)?),
            "classmethod" | "staticmethod" => methods.push(class_method(class, entry)?),
            "getter" => GetSet::named(&mut getsets, attribute_name(entry)?).get(class, entry)?,
            "setter" => GetSet::named(&mut getsets, attribute_name(entry)?).set(class, entry)?,
            _ if new.is_some() => return Err(Error::new(entry.mark.span(), "a class has one constructor")),
            _ => new = Some(constructor(class, entry)?),
        }
    }
    let getsets: Vec<_> = getsets.iter().map(|getset| getset.row(class)).collect();
    Ok(declare(class, &methods, &getsets, new))
}

fn declare(class: &Ident, methods: &[TokenStream], getsets: &[TokenStream], new: Option<TokenStream>) -> TokenStream {
    let name = screaming(class);
    let [method_table, getset_table, new_table] =
        ["METHODS", "GETSETS", "NEW"].map(|table| format_ident!("{name}_{table}"));
    let (method_rows, getset_rows) = (methods.len() + 1, getsets.len() + 1);
    let new_item = new.as_ref().map(|new| {
        quote! {
            #[doc = "How Python code makes an instance of the class."]
            #[allow(dead_code)]
            static #new_table: ::cpython_api::ClassNewDef<#class> = #new;
        }
    });
    let new = if new.is_some() { quote!(Some(&#new_table)) } else { quote!(None) };
    quote! {
        #[doc = "The methods of the class."]
        #[allow(dead_code)]
        static #method_table: [::cpython_api::ClassMethodDef<#class>; #method_rows] =
            [#(#methods,)* ::cpython_api::ClassMethodDef::END];

        #[doc = "The attributes of the class."]
        #[allow(dead_code)]
        static #getset_table: [::cpython_api::ClassGetSetDef<#class>; #getset_rows] =
            [#(#getsets,)* ::cpython_api::ClassGetSetDef::END];

        #new_item

        impl ::cpython_api::glue::ClassItems for #class {
            const METHODS: &'static [::cpython_api::ClassMethodDef<Self>] = &#method_table;
            const GETSETS: &'static [::cpython_api::ClassGetSetDef<Self>] = &#getset_table;
            const NEW: ::core::option::Option<&'static ::cpython_api::ClassNewDef<Self>> = #new;
        }
    }
}

const WRITE_SELF: &str = "a method's first parameter is `&self`, or `slf: Borrowed<'_, 'py, PyInstance<Self>>` for the \
                          object itself. For a function without an object write `#[staticmethod]`";

/// How a method sees its object: `&self`, or the handle.
fn receiver(function: &ImplItemFn) -> Result<TokenStream> {
    match function.sig.inputs.first() {
        Some(FnArg::Receiver(slf)) if slf.mutability.is_some() && slf.reference.is_some() => Err(Error::new(
            slf.span(),
            "other code has the object too, so no method gets it for itself: write `&self`, and keep what changes in an \
             `AttachedCell`, an atomic or a lock",
        )),
        Some(FnArg::Receiver(slf)) if slf.reference.is_some() && slf.colon_token.is_none() => {
            Ok(quote!(receiver.payload))
        }
        Some(FnArg::Typed(slf)) if is_named(&slf.ty, "Borrowed") => Ok(quote!(receiver.object)),
        Some(other) => Err(Error::new(other.span(), WRITE_SELF)),
        None => Err(Error::new(function.sig.ident.span(), WRITE_SELF)),
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

/// What `signature = (…)` says, or each parameter by position or name.
fn signature(entry: &Entry, function: &Function<'_>) -> Result<Signature> {
    let options = match &entry.options {
        Meta::Path(_) => Options::default(),
        options => options.require_list()?.parse_args()?,
    };
    let names = || function.arguments.iter().map(|(name, _)| (*name).clone()).collect();
    if let Some(text) = options.text_signature {
        return Err(Error::new(text.span(), "`text_signature` is for functions of a module"));
    }
    let signature = options.signature.unwrap_or_else(|| Signature::of_names(names()));
    agree(function, &signature)?;
    Ok(signature)
}

/// The parts that the trampolines of functions share.
struct Parts {
    spec: TokenStream,
    slots: usize,
    extractions: Vec<TokenStream>,
    arguments: Vec<Ident>,
    /// The state, with the place of the learner's own type.
    state: Ident,
}

fn parts(function: &Function<'_>, signature: &Signature, name: &str) -> Parts {
    let params = signature.slots().map(param);
    let (slots, positional, variadic) = (signature.slots().count(), signature.positional(), signature.is_variadic());
    let spec = quote! {
        static SPEC: ::cpython_api::glue::ParamSpec = ::cpython_api::glue::ParamSpec {
            function: #name,
            params: &[#(#params),*],
            positional: #positional,
            variadic: #variadic,
        };
    };
    let arguments = (0..).zip(&function.arguments).map(|(position, (_, ty))| variable(position, ty)).collect();
    let state = Ident::new("state", proc_macro2::Span::mixed_site().located_at(function.state.span()));
    Parts { spec, slots, extractions: extractions(function, signature), arguments, state }
}

fn returned(function: &ImplItemFn) -> proc_macro2::Span {
    match &function.sig.output {
        ReturnType::Default => function.sig.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    }
}

/// `::cpython_api::PyResult<Bound<'py, PyAny>>`
fn object() -> TokenStream {
    quote!(::cpython_api::PyResult<::cpython_api::glue::Bound<'py, ::cpython_api::glue::PyAny>>)
}

fn method(class: &Ident, entry: &Entry) -> Result<TokenStream> {
    let (item, receiver) = (&entry.function, receiver(&entry.function)?);
    let function = parameters(&item.sig, &mut item.sig.inputs.iter().skip(1))?;
    let signature = signature(entry, &function)?;
    let (name, text) = (function.name, plain(function.name));
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, &signature, &text);
    let doc = c_literal(&format!("{text}{}\n--\n\n{}", signature.text(Some("$self")), docstring(&item.attrs)));
    let (c_text, object) = (c_literal(&text), object());
    let output = quote_spanned! { returned(item) => ::cpython_api::glue::output(ctx, value) };
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
            let value = #class::#name(#receiver, ctx, #state, #(#arguments),*);
            #output
        }

        unsafe extern "C" fn trampoline(
            slf: *mut ::cpython_api::glue::PyObject,
            class: *mut ::cpython_api::glue::PyTypeObject,
            arguments: *const *mut ::cpython_api::glue::PyObject,
            count: usize,
            keywords: *mut ::cpython_api::glue::PyObject,
        ) -> *mut ::cpython_api::glue::PyObject {
            // SAFETY: CPython calls this as the row below says, and the spec has this many parameters.
            unsafe {
                ::cpython_api::glue::method::<#class, #slots>(&SPEC, body, slf, class, arguments, count, keywords)
            }
        }

        // SAFETY: the trampoline is a call of `method` for this class.
        unsafe { ::cpython_api::ClassMethodDef::<#class>::method(#c_text, trampoline, #doc) }
    }})
}

fn class_method(class: &Ident, entry: &Entry) -> Result<TokenStream> {
    let (item, is_static) = (&entry.function, entry.mark == "staticmethod");
    let first = item.sig.inputs.first();
    if let Some(FnArg::Receiver(slf)) = first {
        let message = format!("a `{}` is called on no object: remove `self`, or write `#[pyfunction]`", entry.mark);
        return Err(Error::new(slf.span(), message));
    }
    if !is_static && !typed(first).is_some_and(|first| is_named(&first.ty, "Borrowed")) {
        let message = "a class method's first parameter is the class: write `class: Borrowed<'_, 'py, PyType<Self>>`";
        return Err(Error::new(first.map_or(item.sig.ident.span(), Spanned::span), message));
    }
    let function = parameters(&item.sig, &mut item.sig.inputs.iter().skip(usize::from(!is_static)))?;
    let signature = signature(entry, &function)?;
    let (name, text) = (function.name, plain(function.name));
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, &signature, &text);
    let doc = c_literal(&format!("{text}{}\n--\n\n{}", signature.text(Some("$type")), docstring(&item.attrs)));
    let (c_text, object) = (c_literal(&text), object());
    let of = if is_static { quote!() } else { quote!(class,) };
    let output = quote_spanned! { returned(item) => ::cpython_api::glue::output(ctx, value) };
    Ok(quote! {{
        #spec

        fn body<'args, 'py>(
            ctx: &mut ::cpython_api::ThreadContext<'py>,
            class: ::cpython_api::Borrowed<'args, 'py, ::cpython_api::glue::PyType<#class>>,
            #state: &'args <#class as ::cpython_api::PyClass>::State,
            arguments: &::cpython_api::glue::Arguments<'args, 'py>,
        ) -> #object {
            let _ = (arguments, class);
            #(#extractions)*
            let value = #class::#name(#of ctx, #state, #(#arguments),*);
            #output
        }

        unsafe extern "C" fn trampoline(
            class: *mut ::cpython_api::glue::PyObject,
            arguments: *const *mut ::cpython_api::glue::PyObject,
            count: ::cpython_api::glue::Py_ssize_t,
            keywords: *mut ::cpython_api::glue::PyObject,
        ) -> *mut ::cpython_api::glue::PyObject {
            // SAFETY: CPython calls this as the row below says, and the spec has this many parameters.
            unsafe {
                ::cpython_api::glue::class_method::<#class, #slots>(&SPEC, body, class, arguments, count, keywords)
            }
        }

        // SAFETY: the trampoline is a call of `class_method` for this class.
        unsafe { ::cpython_api::ClassMethodDef::<#class>::class_method(#c_text, trampoline, #doc) }
    }})
}

fn constructor(class: &Ident, entry: &Entry) -> Result<TokenStream> {
    let item = &entry.function;
    if let Some(FnArg::Receiver(slf)) = item.sig.inputs.first() {
        return Err(Error::new(slf.span(), "a constructor makes the object: there is no `self` yet. Return `Self`"));
    }
    let function = parameters(&item.sig, &mut item.sig.inputs.iter())?;
    let signature = signature(entry, &function)?;
    let (name, text) = (function.name, class.to_string());
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, &signature, &text);
    let shown = signature.text(None);
    let output = quote_spanned! { returned(item) =>
        ::cpython_api::glue::NewOutput::<#class>::into_payload(value)
    };
    Ok(quote! {{
        #spec

        fn body<'args, 'py>(
            ctx: &mut ::cpython_api::ThreadContext<'py>,
            #state: &'args <#class as ::cpython_api::PyClass>::State,
            arguments: &::cpython_api::glue::Arguments<'args, 'py>,
        ) -> ::cpython_api::PyResult<#class> {
            let _ = arguments;
            #(#extractions)*
            let value = #class::#name(ctx, #state, #(#arguments),*);
            #output
        }

        unsafe extern "C" fn trampoline(
            class: *mut ::cpython_api::glue::PyTypeObject,
            arguments: *mut ::cpython_api::glue::PyObject,
            keywords: *mut ::cpython_api::glue::PyObject,
        ) -> *mut ::cpython_api::glue::PyObject {
            // SAFETY: CPython calls this as `tp_new`, and the spec has this many parameters.
            unsafe { ::cpython_api::glue::constructor::<#class, #slots>(&SPEC, body, class, arguments, keywords) }
        }

        // SAFETY: the trampoline is a call of `constructor` for this class.
        unsafe { ::cpython_api::ClassNewDef::<#class>::new(trampoline, #shown) }
    }})
}

/// `#[getter]`, `#[getter(name)]`; a setter `set_level` is of `level`.
fn attribute_name(entry: &Entry) -> Result<Ident> {
    if let Meta::List(list) = &entry.options {
        return list.parse_args();
    }
    let name = &entry.function.sig.ident;
    let text = plain(name);
    match (entry.mark == "setter", text.strip_prefix("set_")) {
        (false, _) => Ok(name.clone()),
        (true, Some(of)) => Ok(Ident::new(of, name.span())),
        (true, None) => {
            Err(Error::new(name.span(), format!("write `set_{text}`, or `#[setter({text})]`, to set `{text}`")))
        }
    }
}

/// An attribute, with one or both of its functions.
struct GetSet {
    name: Ident,
    get: Option<TokenStream>,
    set: Option<TokenStream>,
    doc: String,
}

impl GetSet {
    fn named(all: &mut Vec<Self>, name: Ident) -> &mut Self {
        let at = all.iter().position(|getset| getset.name == name).unwrap_or_else(|| {
            all.push(Self { name, get: None, set: None, doc: String::new() });
            all.len() - 1
        });
        &mut all[at]
    }

    fn get(&mut self, class: &Ident, entry: &Entry) -> Result<()> {
        let (item, receiver) = (&entry.function, receiver(&entry.function)?);
        let (state, rest) = accessor(item, 0)?;
        if let Some((name, _)) = rest.first() {
            return Err(Error::new(name.span(), "a getter takes no argument: write `#[pyfunction]` for a method"));
        }
        let (function, object) = (&item.sig.ident, object());
        let output = quote_spanned! { returned(item) => ::cpython_api::glue::output(ctx, value) };
        self.doc = docstring(&item.attrs);
        self.get = Some(quote! {{
            fn body<'args, 'py>(
                ctx: &mut ::cpython_api::ThreadContext<'py>,
                receiver: ::cpython_api::glue::Receiver<'args, 'py, #class>,
                state: &'args <#class as ::cpython_api::PyClass>::State,
            ) -> #object {
                let _ = state;
                let value = #class::#function(#receiver, ctx, #state);
                #output
            }

            unsafe extern "C" fn trampoline(
                slf: *mut ::cpython_api::glue::PyObject,
                _closure: *mut ::core::ffi::c_void,
            ) -> *mut ::cpython_api::glue::PyObject {
                // SAFETY: CPython calls this as the row below says.
                unsafe { ::cpython_api::glue::getter::<#class>(body, slf) }
            }

            trampoline
        }});
        Ok(())
    }

    fn set(&mut self, class: &Ident, entry: &Entry) -> Result<()> {
        let (item, receiver) = (&entry.function, receiver(&entry.function)?);
        let (state, rest) = accessor(item, 1)?;
        let [(_, ty)] = rest[..] else {
            return Err(Error::new(item.sig.ident.span(), "a setter takes one value: write `value: Type` at the end"));
        };
        let (function, text) = (&item.sig.ident, plain(&self.name));
        let value = quote_spanned! { ty.span() => ::cpython_api::glue::set_value(ctx, #text, value) };
        let output = quote_spanned! { returned(item) => ::cpython_api::glue::SetterOutput::into_status(done) };
        self.set = Some(quote! {{
            fn body<'args, 'py>(
                ctx: &mut ::cpython_api::ThreadContext<'py>,
                receiver: ::cpython_api::glue::Receiver<'args, 'py, #class>,
                state: &'args <#class as ::cpython_api::PyClass>::State,
                value: ::cpython_api::Borrowed<'args, 'py, ::cpython_api::glue::PyAny>,
            ) -> ::cpython_api::PyResult<()> {
                let _ = state;
                let value = #value?;
                let done = #class::#function(#receiver, ctx, #state value);
                #output
            }

            unsafe extern "C" fn trampoline(
                slf: *mut ::cpython_api::glue::PyObject,
                value: *mut ::cpython_api::glue::PyObject,
                _closure: *mut ::core::ffi::c_void,
            ) -> ::core::ffi::c_int {
                // SAFETY: CPython calls this as the row below says.
                unsafe { ::cpython_api::glue::setter::<#class>(#text, body, slf, value) }
            }

            trampoline
        }});
        Ok(())
    }

    fn row(&self, class: &Ident) -> TokenStream {
        let (name, doc) = (c_literal(&plain(&self.name)), c_literal(&self.doc));
        let function = |function: &Option<TokenStream>| match function {
            Some(function) => quote!(::core::option::Option::Some(#function)),
            None => quote!(::core::option::Option::None),
        };
        let (get, set) = (function(&self.get), function(&self.set));
        quote! {
            // SAFETY: the trampolines are calls of `getter` and `setter` for this class.
            unsafe { ::cpython_api::ClassGetSetDef::<#class>::new(#name, #get, #set, #doc) }
        }
    }
}

/// After the receiver: the context, the state if it is asked for, and the rest.
fn accessor(item: &ImplItemFn, values: usize) -> Result<(TokenStream, Vec<(&Ident, &Type)>)> {
    plain_function(&item.sig)?;
    let mut inputs = item.sig.inputs.iter().skip(1).peekable();
    check_context(typed(inputs.next()), item.sig.ident.span())?;
    let wants = if item.sig.inputs.len() > 2 + values { inputs.next() } else { None };
    let state = wants.map(|_| quote!(state,)).unwrap_or_default();
    Ok((state, arguments(&mut inputs)?))
}
