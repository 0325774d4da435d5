//! Methods, class methods, static methods and the constructor: their trampolines and rows.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, FnArg, Ident, Result};

use super::entry::Entry;
use super::{is_named, object, receiver, returned};
use crate::description::Description;
use crate::pyfunction::{Function, c_literal, docstring, parameters, typed, variable};

/// The parts that the trampolines share.
struct Parts {
    spec: TokenStream,
    slots: usize,
    extractions: Vec<TokenStream>,
    arguments: Vec<Ident>,
    /// The state, with the place of the learner's own type.
    state: Ident,
}

fn parts(function: &Function<'_>, description: Description, name: &str) -> Parts {
    let (spec, slots) = (description.spec(name), description.slots());
    let arguments = (0..).zip(&function.arguments).map(|(position, (_, ty))| variable(position, ty)).collect();
    let state = Ident::new("state", Span::mixed_site().located_at(function.state.span()));
    Parts { spec, slots, extractions: description.extractions, arguments, state }
}

pub fn method(class: &Ident, entry: &Entry) -> Result<TokenStream> {
    let (item, receiver) = (&entry.function, receiver(&entry.function)?);
    let function = parameters(&item.sig, &mut item.sig.inputs.iter().skip(1))?;
    let description = entry.describe(&function, Some("$self"))?;
    let (name, text) = (function.name, entry.python());
    let doc = c_literal(&format!("{text}{}\n--\n\n{}", description.text, docstring(&item.attrs)));
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, description, &text);
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

pub fn class_method(class: &Ident, entry: &Entry) -> Result<TokenStream> {
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
    let description = entry.describe(&function, Some("$type"))?;
    let (name, text) = (function.name, entry.python());
    let doc = c_literal(&format!("{text}{}\n--\n\n{}", description.text, docstring(&item.attrs)));
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, description, &text);
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

pub fn constructor(class: &Ident, entry: &Entry) -> Result<TokenStream> {
    let item = &entry.function;
    if let Some(FnArg::Receiver(slf)) = item.sig.inputs.first() {
        return Err(Error::new(slf.span(), "a constructor makes the object: there is no `self` yet. Return `Self`"));
    }
    let function = parameters(&item.sig, &mut item.sig.inputs.iter())?;
    let description = entry.describe(&function, None)?;
    let (name, text, shown) = (function.name, class.to_string(), description.text.clone());
    let Parts { spec, slots, extractions, arguments, state } = parts(&function, description, &text);
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
