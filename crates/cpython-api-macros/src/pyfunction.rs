//! `#[pyfunction]`: the function as it is, and beside it a row of the method table.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, GenericParam, Ident, ItemFn, Lifetime, Lit, LitStr, Meta, Pat, PatType,
    Result, Signature as PlainSignature, Token, Type, TypeReference,
};

use crate::description::Description;
use crate::signature::{Kind, Param, Signature};

/// What stands between the brackets of the attribute.
#[derive(Default)]
pub struct Options {
    pub signature: Option<Signature>,
    /// What `inspect` and `help` get to read instead: for defaults that no Python literal says. Not in the August text.
    pub text_signature: Option<LitStr>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            if name != "signature" && name != "text_signature" {
                let message = format!("`{name}` is not an option here: write `signature = (…)`");
                return Err(Error::new(name.span(), message));
            }
            input.parse::<Token![=]>()?;
            if name == "signature" {
                options.signature = Some(input.parse()?);
            } else {
                options.text_signature = Some(ascii(input.parse()?)?);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

/// `inspect` reads a signature of ASCII alone, and C's text ends at a NUL.
fn ascii(text: LitStr) -> Result<LitStr> {
    match text.value().chars().find(|letter| !matches!(letter, '\n' | ' '..='~')) {
        Some(letter) => {
            let message = format!("`inspect` reads ASCII alone, and this has {letter:?}: write an escape of Python");
            Err(Error::new(text.span(), message))
        }
        None => Ok(text),
    }
}

/// A function that passed the checks, taken apart.
pub struct Function<'a> {
    pub name: &'a Ident,
    pub state: &'a Type,
    pub arguments: Vec<(&'a Ident, &'a Type)>,
}

pub fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let options: Options = syn::parse2(options)?;
    let item: ItemFn = syn::parse2(item)?;
    let row = take_apart(&item).and_then(|function| {
        let description = describe(&function, options)?;
        Ok(row(&item, &function, &plain(function.name), &description))
    });
    let row = row.unwrap_or_else(|error| refused(&item, error));
    Ok(quote! { #item #row })
}

/// The error, and a row that is never built. The function itself stays in any case, so that a wrong signature does not
/// bring "cannot find function" as well.
pub fn refused(item: &ItemFn, error: Error) -> TokenStream {
    let (error, name, vis) = (error.into_compile_error(), &item.sig.ident, &item.vis);
    quote! {
        #error

        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #vis struct #name {}

        impl<S: ::cpython_api::ModuleState> ::cpython_api::glue::Method<S> for #name {
            const METHOD: ::cpython_api::ModuleMethodDef<S> = ::cpython_api::ModuleMethodDef::refused();
        }
    }
}

pub fn take_apart(item: &ItemFn) -> Result<Function<'_>> {
    parameters(&item.sig, &mut item.sig.inputs.iter())
}

/// The context, the state and the arguments: of a function, or of a method after its receiver.
pub fn parameters<'a>(sig: &'a PlainSignature, inputs: &mut dyn Iterator<Item = &'a FnArg>) -> Result<Function<'a>> {
    plain_function(sig)?;
    check_context(typed(inputs.next()), sig.ident.span())?;
    let state = state_type(typed(inputs.next()), sig.ident.span())?;
    Ok(Function { name: &sig.ident, state, arguments: arguments(inputs)? })
}

/// No word that Python could not keep.
pub fn plain_function(sig: &PlainSignature) -> Result<()> {
    refuse(sig.asyncness.as_ref(), "a Python function cannot be `async`: remove the word")?;
    refuse(
        sig.unsafety.as_ref(),
        "a Python function cannot be `unsafe`: Python cannot keep the promise. Remove the word",
    )?;
    refuse(sig.abi.as_ref(), "a Python function has no C ABI of its own: remove `extern`")?;
    for parameter in &sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            return Err(Error::new(parameter.span(), "a Python function cannot be generic: name the type"));
        }
    }
    Ok(())
}

/// Names and types of the rest.
pub fn arguments<'a>(inputs: &mut dyn Iterator<Item = &'a FnArg>) -> Result<Vec<(&'a Ident, &'a Type)>> {
    let mut arguments = Vec::new();
    for input in inputs {
        let FnArg::Typed(PatType { pat, ty, .. }) = input else { continue };
        let Pat::Ident(pat) = &**pat else {
            return Err(Error::new(pat.span(), "a Python argument needs a name: write `name: Type`"));
        };
        arguments.push((&pat.ident, &**ty));
    }
    Ok(arguments)
}

fn refuse(word: Option<&impl Spanned>, message: &str) -> Result<()> {
    word.map_or(Ok(()), |word| Err(Error::new(word.span(), message)))
}

pub fn typed(input: Option<&FnArg>) -> Option<&PatType> {
    match input {
        Some(FnArg::Typed(input)) => Some(input),
        _ => None,
    }
}

const WRITE_CONTEXT: &str = "the first parameter is the thread context: write `ctx: &ThreadContext<'_>` \
                             (or `&mut`, to detach)";
const WRITE_STATE: &str =
    "the second parameter is the module's state: write `_state: &NoState`, or `&` and your own type";

pub fn check_context(context: Option<&PatType>, otherwise: Span) -> Result<()> {
    let Some(context) = context else {
        return Err(Error::new(otherwise, WRITE_CONTEXT));
    };
    let Type::Reference(TypeReference { elem, lifetime, .. }) = &*context.ty else {
        return Err(Error::new(context.span(), WRITE_CONTEXT));
    };
    let Type::Path(path) = &**elem else {
        return Err(Error::new(context.span(), WRITE_CONTEXT));
    };
    let last = path.path.segments.last().expect("a path has a segment");
    if last.ident != "ThreadContext" {
        return Err(Error::new(context.span(), WRITE_CONTEXT));
    }
    let fixed = lifetime.iter().chain(lifetimes_of(&last.arguments)).find(|lifetime| lifetime.ident == "static");
    match fixed {
        Some(fixed) => Err(Error::new(
            fixed.span(),
            "a call lasts for no lifetime that you can name: write `'_`, or a parameter of the function as in `fn f<'py>`",
        )),
        None => Ok(()),
    }
}

fn lifetimes_of(arguments: &syn::PathArguments) -> Vec<&Lifetime> {
    match arguments {
        syn::PathArguments::AngleBracketed(list) => list
            .args
            .iter()
            .filter_map(|argument| match argument {
                syn::GenericArgument::Lifetime(lifetime) => Some(lifetime),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// `S` of `&S`, if the second parameter can be a state at all.
pub fn plausible_state(function: &ItemFn) -> Option<&Type> {
    state_type(typed(function.sig.inputs.iter().nth(1)), Span::call_site()).ok()
}

/// `S` of `&S`. What is plainly an argument (`&str`, a slice, a value) means that the state was forgotten.
pub fn state_type(state: Option<&PatType>, otherwise: Span) -> Result<&Type> {
    let Some(state) = state else {
        return Err(Error::new(otherwise, WRITE_STATE));
    };
    let Type::Reference(TypeReference { elem, mutability: None, .. }) = &*state.ty else {
        return Err(Error::new(state.span(), WRITE_STATE));
    };
    match &**elem {
        Type::Path(path) if !path.path.is_ident("str") => Ok(elem),
        _ => Err(Error::new(state.span(), WRITE_STATE)),
    }
}

fn describe(function: &Function<'_>, options: Options) -> Result<Description> {
    let names = || function.arguments.iter().map(|(name, _)| (*name).clone()).collect();
    let signature = options.signature.unwrap_or_else(|| Signature::of_names(names()));
    agree(function, &signature)?;
    let description = Description::of_signature(function, &signature, Some("$module"));
    let text = options.text_signature.map_or_else(|| description.text.clone(), |text| text.value());
    Ok(Description { text, ..description })
}

/// The row of the method table, under the name that Python sees.
pub fn row(item: &ItemFn, function: &Function<'_>, text: &str, description: &Description) -> TokenStream {
    let (name, state, vis) = (function.name, function.state, &item.vis);
    let c_text = c_literal(text);
    let doc = c_literal(&format!("{text}{}\n--\n\n{}", description.text, docstring(&item.attrs)));
    let (spec, slots, extractions) = (description.spec(text), description.slots(), &description.extractions);
    let arguments = (0..).zip(&function.arguments).map(|(position, (_, ty))| variable(position, ty));
    let returned = match &item.sig.output {
        syn::ReturnType::Default => name.span(),
        syn::ReturnType::Type(_, ty) => ty.span(),
    };
    let output = quote_spanned! { returned => ::cpython_api::glue::output(ctx, value) };
    let implements = quote_spanned! { state.span() => ::cpython_api::glue::Method<#state> };
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #vis struct #name {}

        impl #implements for #name {
            const METHOD: ::cpython_api::ModuleMethodDef<#state> = {
                #spec

                fn body<'args, 'py>(
                    ctx: &mut ::cpython_api::ThreadContext<'py>,
                    state: &#state,
                    arguments: &::cpython_api::glue::Arguments<'args, 'py>,
                ) -> ::cpython_api::PyResult<::cpython_api::glue::Bound<'py, ::cpython_api::glue::PyAny>> {
                    #(#extractions)*
                    let value = #name(ctx, state, #(#arguments),*);
                    #output
                }

                unsafe extern "C" fn trampoline(
                    module: *mut ::cpython_api::glue::PyObject,
                    arguments: *const *mut ::cpython_api::glue::PyObject,
                    count: ::cpython_api::glue::Py_ssize_t,
                    keywords: *mut ::cpython_api::glue::PyObject,
                ) -> *mut ::cpython_api::glue::PyObject {
                    #[cfg(debug_assertions)]
                    let body: ::cpython_api::glue::Body<#state> = body;
                    // SAFETY: CPython calls this as the row below says, and the spec has this many parameters.
                    unsafe {
                        ::cpython_api::glue::call::<#state, #slots>(&SPEC, body, module, arguments, count, keywords)
                    }
                }

                // SAFETY: the trampoline is a call of `call` with this state.
                unsafe { ::cpython_api::glue::ModuleMethodDef::<#state>::new(#c_text, trampoline, #doc) }
            };
        }
    }
}

/// The names of the signature are those of the function, in the same order.
pub fn agree(function: &Function<'_>, signature: &Signature) -> Result<()> {
    for (param, (name, _)) in signature.params.iter().zip(&function.arguments) {
        if param.name != **name {
            let message = format!("the function calls this parameter `{name}`: use one name for both");
            return Err(Error::new(param.name.span(), message));
        }
    }
    let (given, wanted) = (signature.params.len(), function.arguments.len());
    if let Some((name, _)) = function.arguments.get(given) {
        return Err(Error::new(name.span(), format!("`{name}` is missing in `signature = (…)`")));
    }
    if let Some(param) = signature.params.get(wanted) {
        let message = format!("the function has no parameter `{name}`: add `{name}: Type`", name = param.name);
        return Err(Error::new(param.name.span(), message));
    }
    Ok(())
}

/// The variable of an argument. Where the learner's type is, since that is where "expected …, found …" belongs.
pub fn variable(position: usize, ty: &Type) -> Ident {
    Ident::new(&format!("a{position}"), Span::mixed_site().located_at(ty.span()))
}

pub fn param(param: &Param) -> TokenStream {
    let (name, required) = (plain(&param.name), param.default.is_none());
    let kind = match param.kind {
        Kind::PositionalOnly => quote!(PositionalOnly),
        Kind::KeywordOnly => quote!(KeywordOnly),
        _ => quote!(Either),
    };
    quote! {
        ::cpython_api::glue::Param { name: #name, kind: ::cpython_api::glue::ParamKind::#kind, required: #required }
    }
}

pub fn extractions(function: &Function<'_>, signature: &Signature) -> Vec<TokenStream> {
    let mut slot = 0usize;
    let pairs = signature.params.iter().zip(&function.arguments).enumerate();
    let one = |(position, (param, (_, ty))): (usize, (&Param, &(&Ident, &Type)))| {
        let variable = variable(position, ty);
        // The call has the span of the learner's type, where "cannot be made from a Python object" belongs.
        let value = match (&param.kind, &param.default) {
            (Kind::Variadic, _) => quote_spanned!(ty.span()=> arguments.variadic(ctx)),
            (_, None) => quote_spanned!(ty.span()=> arguments.required(ctx, #slot)),
            (_, Some(default)) => {
                let default = quote_spanned!(default.span()=> || #default);
                quote_spanned!(ty.span()=> arguments.optional(ctx, #slot, #default))
            }
        };
        if param.kind != Kind::Variadic {
            slot += 1;
        }
        quote!(let #variable = #value?;)
    };
    pairs.map(one).collect()
}

/// The doc comment of the function, without the space after `///`.
pub fn docstring(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    lines.join("\n").replace('\0', "")
}

pub fn c_literal(text: &str) -> Literal {
    let text = std::ffi::CString::new(text).expect("the parts hold no NUL");
    Literal::c_string(&text)
}

/// The name as Python has it: `r#type` is `type`.
pub fn plain(name: &Ident) -> String {
    let text = name.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
