//! `clinic!`: the tables of Argument Clinic, read by Rust. Ours, not in the August text.
//!
//! An entry is what stands in C between `[clinic input]` and `[clinic start generated code]`, up to the docstring, and
//! after it a Rust function instead of a C one. The table decides which calls are accepted; rustc checks that the
//! function's types are what the converters give. Beside functions of a module it stands alone, for methods of a class
//! in the `impl` block of `#[pymethods]`, which reads it.

mod converter;
mod head;
mod lines;
mod table;
mod value;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Result, ReturnType, Type};

use crate::description::Description;
use crate::pyfunction::{Function, plain, refused, row, take_apart, variable};
pub use head::Binding;
use lines::{Kind, Line};
pub use table::{Entry, Table};

pub fn expand(input: TokenStream) -> Result<TokenStream> {
    let table: Table = syn::parse2(input)?;
    let entries = table.entries.iter().map(|entry| {
        let function = &entry.function;
        let row = function_row(entry).unwrap_or_else(|error| refused(function, error));
        quote! { #function #row }
    });
    Ok(quote! { #(#entries)* })
}

fn function_row(entry: &Entry) -> Result<TokenStream> {
    if let Some(class) = &entry.head.class {
        let message = format!(
            "this is a method's table: write it into the `#[pymethods] impl {class} {{ … }}`, with a method below it"
        );
        return Err(Error::new(class.span(), message));
    }
    let parts = take_apart(&entry.function)?;
    let description = describe(entry, &parts, Some("$module"))?;
    Ok(row(&entry.function, &parts, &plain(&entry.head.python), &description))
}

/// What the table says, after it is compared with the function.
pub fn describe(entry: &Entry, function: &Function<'_>, receiver: Option<&str>) -> Result<Description> {
    agree(entry, function)?;
    check_return(entry)?;
    let variables = (0..).zip(&function.arguments).map(|(position, (_, ty))| variable(position, ty));
    let lines = entry.lines.iter().zip(variables).enumerate();
    let extractions = lines.map(|(position, (line, variable))| converter::extraction(position, line, &variable));
    Ok(Description {
        params: entry.lines.iter().map(param).collect(),
        positional: entry.lines.iter().filter(|line| line.kind != Kind::KeywordOnly).count(),
        variadic: false,
        extractions: extractions.collect::<Result<_>>()?,
        text: text(&entry.lines, receiver),
    })
}

fn param(line: &Line) -> TokenStream {
    let (name, required) = (line.python(), line.is_required());
    let kind = match line.kind {
        Kind::PositionalOnly => quote!(PositionalOnly),
        Kind::Either => quote!(Either),
        Kind::KeywordOnly => quote!(KeywordOnly),
    };
    quote!(::cpython_api::glue::Param { name: #name, kind: ::cpython_api::glue::ParamKind::#kind, required: #required })
}

/// What `inspect.signature` reads.
fn text(lines: &[Line], receiver: Option<&str>) -> String {
    let mut parts: Vec<String> = receiver.map(str::to_owned).into_iter().collect();
    if receiver.is_some() && lines.first().is_none_or(|line| line.kind != Kind::PositionalOnly) {
        parts.push("/".to_owned());
    }
    for (position, line) in lines.iter().enumerate() {
        let previous = position.checked_sub(1).map(|before| lines[before].kind);
        if line.kind == Kind::KeywordOnly && previous != Some(Kind::KeywordOnly) {
            parts.push("*".to_owned());
        }
        let default = if line.is_required() { String::new() } else { format!("={}", line.shown) };
        parts.push(format!("{}{default}", line.python()));
        let next = lines.get(position + 1).map(|after| after.kind);
        if line.kind == Kind::PositionalOnly && next != Some(Kind::PositionalOnly) {
            parts.push("/".to_owned());
        }
    }
    format!("({})", parts.join(", "))
}

/// The table has one line for each argument of the function, with the same name, or with the one after `as`.
fn agree(entry: &Entry, function: &Function<'_>) -> Result<()> {
    for (line, (name, _)) in entry.lines.iter().zip(&function.arguments) {
        if plain(&line.rust) != plain(name) {
            let python = line.python();
            let write = match plain(name) == python {
                true => format!("leave `as {}` out", line.rust),
                false => format!("use one name for both, or write `{python} as {name}: …`"),
            };
            let message = format!("the function calls this parameter `{name}`: {write}");
            return Err(Error::new(line.rust.span(), message));
        }
    }
    if let Some((name, _)) = function.arguments.get(entry.lines.len()) {
        return Err(Error::new(name.span(), format!("`{name}` has no line in the table")));
    }
    if let Some(line) = entry.lines.get(function.arguments.len()) {
        let message = format!("the function has no parameter `{}`", line.rust);
        return Err(Error::new(line.rust.span(), message));
    }
    Ok(())
}

/// `-> unsigned_int` in the table is `u32`, or a `PyResult` of it, in the function.
fn check_return(entry: &Entry) -> Result<()> {
    let Some(converter) = &entry.head.returns else { return Ok(()) };
    let Some(wanted) = converter::returned(converter)? else { return Ok(()) };
    let found = match &entry.function.sig.output {
        ReturnType::Type(_, ty) => plain_type(ty),
        ReturnType::Default => String::new(),
    };
    if found == wanted || found == format!("PyResult<{wanted}>") {
        return Ok(());
    }
    let message = format!("the table's `-> {converter}` is `{wanted}` or `PyResult<{wanted}>` in Rust");
    Err(Error::new(converter.span(), message))
}

fn plain_type(ty: &Type) -> String {
    quote!(#ty).to_string().replace(' ', "")
}
