//! `export_cell!`: the `export_module!` that a cell did not write.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, File, Ident, ImplItem, Item, ItemFn, ItemStruct, LitStr, Result, Token, Type};

use crate::pyfunction::plausible_state;

/// `name = "cell"`
struct Options {
    name: LitStr,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let key: Ident = input.parse()?;
        if key != "name" {
            return Err(Error::new(key.span(), "write `export_cell!(name = \"…\")`"));
        }
        input.parse::<Token![=]>()?;
        Ok(Self { name: input.parse()? })
    }
}

pub fn expand(options: TokenStream) -> Result<TokenStream> {
    let options: Options = syn::parse2(options)?;
    let name: Ident = options.name.parse().map_err(|_| {
        Error::new(options.name.span(), format!("`{}` is not a name that Python can import", options.name.value()))
    })?;
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&folder).join("src").join("cell.rs");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Error::new(options.name.span(), format!("`{}` cannot be read: {error}", path.display())))?;
    // What does not parse is told by rustc, at the learner's token: one error is enough.
    let Ok(cell) = syn::parse_file(&text) else {
        return Ok(TokenStream::new());
    };
    if has_export_module(&cell) {
        return Ok(TokenStream::new());
    }
    let classes = cell.items.iter().filter_map(class).map(|name| Ident::new(&name.to_string(), options.name.span()));
    let classes: Vec<Ident> = classes.collect();
    let functions = cell.items.iter().filter_map(function);
    let functions: Vec<&ItemFn> = functions.collect();
    // The state that the first function names; the compiler holds the others to it.
    let state = functions.iter().find_map(|function| plausible_state(function)).cloned();
    let state = state.or_else(|| cell.items.iter().find_map(class_state));
    let state = state.map_or_else(|| quote!(::cpython_api::NoState), |state| quote!(#state));
    let methods = functions.iter().map(|function| Ident::new(&function.sig.ident.to_string(), name.span()));
    Ok(quote! {
        ::cpython_api::export_module! { name: #name, state: #state, methods: [#(#methods),*], classes: [#(#classes),*] }
    })
}

/// Looked for among the items, so that a comment or a string that mentions it does not count.
fn has_export_module(cell: &File) -> bool {
    cell.items.iter().any(|item| match item {
        Item::Macro(call) => call.mac.path.segments.last().is_some_and(|last| last.ident == "export_module"),
        _ => false,
    })
}

/// The payload's name: of a `#[pyclass]` struct, or of an `impl PyClass for …`.
fn class(item: &Item) -> Option<Ident> {
    match item {
        Item::Struct(payload) => pyclass(payload).map(|_| payload.ident.clone()),
        Item::Impl(block) => {
            let (_, of, _) = block.trait_.as_ref()?;
            let Type::Path(path) = &*block.self_ty else { return None };
            if of.segments.last()?.ident == "PyClass" { path.path.get_ident().cloned() } else { None }
        }
        _ => None,
    }
}

fn pyclass(payload: &ItemStruct) -> Option<&Attribute> {
    let is_mark = |attribute: &&Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "pyclass");
    payload.attrs.iter().find(is_mark)
}

/// The state that a class names.
fn class_state(item: &Item) -> Option<Type> {
    match item {
        Item::Struct(payload) => pyclass(payload).and_then(crate::pyclass::state),
        Item::Impl(block) if class(item).is_some() => block.items.iter().find_map(|item| match item {
            ImplItem::Type(ty) if ty.ident == "State" => Some(ty.ty.clone()),
            _ => None,
        }),
        _ => None,
    }
}

fn function(item: &Item) -> Option<&ItemFn> {
    let Item::Fn(function) = item else { return None };
    let marked = function
        .attrs
        .iter()
        .any(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "pyfunction"));
    marked.then_some(function)
}
