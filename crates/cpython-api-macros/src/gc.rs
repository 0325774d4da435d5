//! `#[derive(ModuleStateGc)]` and `#[derive(PyClassGc)]`: a policy that asks each field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Member, Result};

pub fn expand(item: TokenStream, policy_of: &str) -> Result<TokenStream> {
    let item: DeriveInput = syn::parse2(item)?;
    let Data::Struct(data) = &item.data else {
        return Err(Error::new(
            item.ident.span(),
            "what the collector looks into is a struct: write `struct` and name the fields",
        ));
    };
    if let Some(parameter) = item.generics.params.first() {
        return Err(Error::new(parameter.span(), "neither a state nor a payload has parameters: name the types"));
    }
    let (name, vis, policy) = (&item.ident, &item.vis, format_ident!("{}Gc", item.ident));
    let policy_of = format_ident!("{policy_of}");
    let fields: Vec<_> = data.fields.members().collect();
    let types: Vec<_> = data.fields.iter().map(|field| &field.ty).collect();
    let owns = types.iter().map(|ty| quote_spanned!(ty.span()=> <#ty as ::cpython_api::GcField>::OWNS));
    let each = |call: fn(&Member) -> TokenStream| fields.iter().map(call).collect::<Vec<_>>();
    let traverse = each(|field| quote!(::cpython_api::GcField::traverse(&value.#field, visit)?;));
    let clear = each(|field| quote!(::cpython_api::GcField::clear(&mut value.#field, ctx);));
    let implements = quote_spanned!(name.span()=> ::cpython_api::#policy_of<#name>);
    Ok(quote! {
        #[doc = "What the cyclic collector is told."]
        #vis struct #policy;

        // SAFETY: every field is reported and cleared by its own rule, once.
        unsafe impl #implements for #policy {
            const ENABLED: bool = false #(|| #owns)*;

            fn traverse(value: &#name, visit: &::cpython_api::Visit<'_>) -> ::cpython_api::TraverseResult {
                let _ = (value, visit);
                #(#traverse)*
                ::core::result::Result::Ok(())
            }

            fn clear(value: &mut #name, ctx: &::cpython_api::ThreadContext<'_>) {
                let _ = (&*value, ctx);
                #(#clear)*
            }
        }
    })
}
