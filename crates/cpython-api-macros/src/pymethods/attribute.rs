//! `#[getter]` and `#[setter]`: the attributes, each with one or both of its functions.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Ident, ImplItemFn, Meta, Result, Type};

use super::entry::Entry;
use super::{object, receiver, returned};
use crate::pyfunction::{arguments, c_literal, check_context, docstring, plain, plain_function, typed};

/// `#[getter]`, `#[getter(name)]`; a setter `set_level` is of `level`.
pub fn name(entry: &Entry) -> Result<Ident> {
    if let Some(Meta::List(list)) = entry.options() {
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
pub struct GetSet {
    name: Ident,
    get: Option<TokenStream>,
    set: Option<TokenStream>,
    doc: String,
}

impl GetSet {
    pub fn named(all: &mut Vec<Self>, name: Ident) -> &mut Self {
        let at = all.iter().position(|getset| getset.name == name).unwrap_or_else(|| {
            all.push(Self { name, get: None, set: None, doc: String::new() });
            all.len() - 1
        });
        &mut all[at]
    }

    pub fn get(&mut self, class: &Ident, entry: &Entry) -> Result<()> {
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

    pub fn set(&mut self, class: &Ident, entry: &Entry) -> Result<()> {
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

    pub fn row(&self, class: &Ident) -> TokenStream {
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
