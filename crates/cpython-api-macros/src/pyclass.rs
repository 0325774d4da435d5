//! `#[pyclass]`: what every class says, so that a small one need not.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, ItemStruct, LitStr, Result, Token, Type};

use crate::pyfunction::{c_literal, docstring};

/// `name = "module.Name", state = State`
#[derive(Default)]
struct Options {
    name: Option<LitStr>,
    state: Option<Type>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            match key.to_string().as_str() {
                "name" => options.name = Some(input.parse()?),
                "state" => options.state = Some(input.parse()?),
                other => {
                    let message =
                        format!("`{other}` is not an option of `pyclass`: write `name = \"…\"` or `state = …`");
                    return Err(Error::new(key.span(), message));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

/// `state = …` of the attribute, for the module of a cell.
pub fn state(attribute: &syn::Attribute) -> Option<Type> {
    attribute.parse_args::<Options>().ok().and_then(|options| options.state)
}

pub fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let options: Options = syn::parse2(options)?;
    let item: ItemStruct =
        syn::parse2(item).map_err(|error| Error::new(error.span(), "a payload is a struct: write `struct`"))?;
    let (ident, vis) = (&item.ident, &item.vis);
    let name = c_literal(&options.name.map_or_else(|| ident.to_string(), |name| name.value()));
    let (class, policy) = (format_ident!("{}_CLASS", screaming(ident)), format_ident!("{ident}Gc"));
    let (doc, state) = (docstring(&item.attrs), options.state);
    let state = state.map_or_else(|| quote!(::cpython_api::NoState), |state| quote!(#state));
    let items = quote_spanned!(ident.span()=> ::cpython_api::ClassDef::<#ident>::of);
    Ok(quote! {
        #[derive(::cpython_api::PyClassGc)]
        #item

        #[doc = "The one definition of the class."]
        #vis static #class: ::cpython_api::ClassDef<#ident> = #items(#name).doc(#doc);

        impl ::cpython_api::PyClass for #ident {
            type State = #state;
            type Gc = #policy;

            fn definition() -> &'static ::cpython_api::ClassDef<Self> {
                &#class
            }
        }
    })
}

/// `XmlNode` as `XML_NODE`.
pub fn screaming(name: &Ident) -> Ident {
    let mut text = String::new();
    let mut lower = false;
    for letter in name.to_string().trim_start_matches("r#").chars() {
        if letter.is_uppercase() && lower {
            text.push('_');
        }
        lower = letter.is_lowercase() || letter.is_ascii_digit();
        text.extend(letter.to_uppercase());
    }
    Ident::new(&text, name.span())
}
