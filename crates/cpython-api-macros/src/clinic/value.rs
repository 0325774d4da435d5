//! The options of a converter, and the default of a parameter.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{Error, Ident, Lit, Result, Token, braced};

/// What a parameter is when it is not given: nothing, `None` or `NULL`, or a value.
#[derive(Clone)]
pub enum Default {
    Required,
    Nothing { none: bool },
    Value { rust: TokenStream },
}

/// `bitwise=True`, `accept={int, NoneType}`, `c_default="NULL"`
pub fn option(content: ParseStream<'_>) -> Result<(Ident, String)> {
    let write = |error: Error| Error::new(error.span(), "an option is `name=word`, `name={a, b}` or `name=\"text\"`");
    let name = content.call(Ident::parse_any).map_err(write)?;
    content.parse::<Token![=]>().map_err(write)?;
    let value = if content.peek(Brace) {
        let inner;
        braced!(inner in content);
        inner.parse::<TokenStream>()?.to_string().replace(' ', "")
    } else if content.peek(Lit) {
        match content.parse()? {
            Lit::Str(text) => text.value(),
            other => quote!(#other).to_string(),
        }
    } else {
        content.call(Ident::parse_any).map_err(write)?.to_string()
    };
    Ok((name, value))
}

/// The default, and what Python shows for it.
pub fn default(input: ParseStream<'_>) -> Result<(Default, String)> {
    let found = plain_default(input)?;
    let goes_on = input.peek(Token![.])
        || input.peek(Token![+])
        || input.peek(Token![-])
        || input.peek(Token![|])
        || input.peek(Token![<<])
        || input.peek(syn::token::Paren);
    if goes_on { Err(write(input.span())) } else { Ok(found) }
}

fn write(span: Span) -> Error {
    let message = "a default is a number, `True`, `False`, `None`, `NULL`, `b\"\"` or the name of a Rust constant: make \
                   one, with `py_default=\"…\"` for what Python shows";
    Error::new(span, message)
}

fn plain_default(input: ParseStream<'_>) -> Result<(Default, String)> {
    if input.peek(Token![-]) {
        let minus: Token![-] = input.parse()?;
        let (value, shown) = number(&input.parse().map_err(|error: Error| write(error.span()))?)?;
        return Ok((Default::Value { rust: quote!(#minus #value) }, format!("-{shown}")));
    }
    if input.peek(Lit) {
        return literal(&input.parse()?);
    }
    let name: Ident = input.parse().map_err(|error: Error| write(error.span()))?;
    let (rust, shown) = match name.to_string().as_str() {
        "None" => return Ok((Default::Nothing { none: true }, "None".to_owned())),
        "NULL" => return Ok((Default::Nothing { none: false }, "<unrepresentable>".to_owned())),
        "True" => (quote_spanned!(name.span()=> true), "True".to_owned()),
        "False" => (quote_spanned!(name.span()=> false), "False".to_owned()),
        shown if input.peek(Token![.]) => {
            // `zlib.Z_FINISH`: in Rust a constant is found by its last name.
            input.parse::<Token![.]>()?;
            let last: Ident = input.parse()?;
            (quote!(#last), format!("{shown}.{last}"))
        }
        shown => (quote!(#name), shown.to_owned()),
    };
    Ok((Default::Value { rust }, shown))
}

fn literal(literal: &Lit) -> Result<(Default, String)> {
    let (rust, shown) = match literal {
        Lit::ByteStr(bytes) if bytes.value().is_empty() => (quote!(#literal), "b''".to_owned()),
        other => number(other)?,
    };
    Ok((Default::Value { rust }, shown))
}

fn number(literal: &Lit) -> Result<(TokenStream, String)> {
    let digits = match literal {
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => number.base10_digits().to_owned(),
        other => return Err(write(other.span())),
    };
    Ok((quote!(#literal), digits))
}
