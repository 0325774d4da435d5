//! What stands before the lines: `@classmethod`, the name, the return converter.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Paren;
use syn::{Error, Ident, Result, Token};

/// `@classmethod`, `@staticmethod`
#[derive(Clone, Copy, PartialEq)]
pub enum Binding {
    Instance,
    Class,
    Static,
}

/// `zlib.adler32 -> unsigned_int`, `zlib.Compress.flush`, `binascii.hexlify = binascii.b2a_hex`
pub struct Head {
    pub binding: Binding,
    /// The class, if it is a method.
    pub class: Option<Ident>,
    pub python: Ident,
    pub returns: Option<Ident>,
    /// The lines are those of an entry above.
    pub same_as: Option<Ident>,
}

pub fn head(input: ParseStream<'_>) -> Result<Head> {
    let binding = directives(input)?;
    let (class, python) = path(input)?;
    if input.peek(Token![as]) {
        let message = "`as` names the C function; the Rust function below has a name of its own: leave it out";
        return Err(input.error(message));
    }
    let mut returns = None;
    if input.peek(Token![->]) {
        input.parse::<Token![->]>()?;
        returns = Some(input.call(Ident::parse_any)?);
        if input.peek(Paren) {
            return Err(input.error("the options of a return converter are C's: leave `-> …` out"));
        }
    }
    let mut same_as = None;
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        same_as = Some(path(input)?.1);
    }
    Ok(Head { binding, class, python, returns, same_as })
}

/// `@classmethod`, and those that speak of the docstring alone.
fn directives(input: ParseStream<'_>) -> Result<Binding> {
    let mut binding = Binding::Instance;
    while input.peek(Token![@]) {
        input.parse::<Token![@]>()?;
        let name = input.call(Ident::parse_any)?;
        let message = match name.to_string().as_str() {
            "classmethod" => {
                binding = Binding::Class;
                continue;
            }
            "staticmethod" => {
                binding = Binding::Static;
                continue;
            }
            "permit_long_summary" | "permit_long_docstring_body" => continue,
            "critical_section" => "`clinic!` takes no lock: leave `@critical_section` out, and keep what changes in a \
                                   `PyLock` or an `AttachedCell`"
                .to_owned(),
            which @ ("getter" | "setter") => format!(
                "an attribute has no table: leave `@{which}` out, and mark a function of the `#[pymethods]` block \
                 `#[{which}]`"
            ),
            "text_signature" => "`inspect` reads the lines below: leave `@text_signature` out, and give a line \
                                 `py_default=\"…\"` where Python shall show something else"
                .to_owned(),
            which @ ("coexist" | "disable" | "vectorcall") => {
                format!("`@{which}` says how C calls the function, which Rust's glue decides: leave it out")
            }
            other => format!("`clinic!` knows no `@{other}`, only `@classmethod` and `@staticmethod`"),
        };
        return Err(Error::new(name.span(), message));
    }
    Ok(binding)
}

/// Commands to Clinic itself, and what it prints of modules and classes.
const COMMANDS: [&str; 7] = ["module", "class", "output", "preserve", "destination", "set", "dump"];

/// `module.function` or `module.Class.method`. Python's names may be words of Rust.
fn path(input: ParseStream<'_>) -> Result<(Option<Ident>, Ident)> {
    const WRITE: &str = "an entry begins with the module and the function, as in `zlib.adler32`: what stands in C between \
                         `[clinic input]` and the docstring, without the signs of the comment";
    let word = |error: Error| Error::new(error.span(), WRITE);
    let first: Ident = input.parse().map_err(word)?;
    if COMMANDS.iter().any(|command| first == command) && input.peek(Ident) {
        return Err(Error::new(first.span(), format!("`{first} …` says nothing to Rust: leave the line out")));
    }
    input.parse::<Token![.]>().map_err(word)?;
    let second = input.call(Ident::parse_any).map_err(word)?;
    if !input.peek(Token![.]) {
        return Ok((None, second));
    }
    input.parse::<Token![.]>()?;
    let third = input.call(Ident::parse_any).map_err(word)?;
    if input.peek(Token![.]) {
        let message = "a path is `module.function` or `module.Class.method`: leave the packages before the module out";
        return Err(input.error(message));
    }
    Ok((Some(second), third))
}
