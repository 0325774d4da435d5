//! The lines: parameters, `/` and `*`.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::{Bracket, Paren};
use syn::{Error, Ident, LitStr, Result, Token, bracketed, parenthesized};

use super::converter::of_format_unit;
use super::value::{Default, default, option};
use crate::pyfunction::plain;

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    PositionalOnly,
    Either,
    KeywordOnly,
}

/// `value: unsigned_int(bitwise=True) = 1`, `type as kind: object`
#[derive(Clone)]
pub struct Line {
    /// For Python.
    pub name: Ident,
    /// The function's parameter. In C it is the name of the variable.
    pub rust: Ident,
    pub converter: Ident,
    pub options: Vec<(Ident, String)>,
    pub default: Default,
    /// What Python shows for the default.
    pub shown: String,
    pub kind: Kind,
}

impl Line {
    pub fn is_required(&self) -> bool {
        matches!(self.default, Default::Required)
    }

    /// An option of the converter, by its name.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
    }

    /// Its name in Python: `r#type` is `type`.
    pub fn python(&self) -> String {
        plain(&self.name)
    }
}

pub fn lines(input: ParseStream<'_>, of_class: bool) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut keyword_only, mut defining) = (false, false);
    loop {
        if input.peek(Token![/]) {
            slash(input, &mut lines, defining)?;
        } else if input.peek(Token![*]) {
            star(input, keyword_only)?;
            keyword_only = true;
        } else if input.peek(Bracket) {
            return Err(bracket(input)?);
        } else if input.peek(Token![self]) {
            return Err(input.error("the Rust method's `&self` says what it is called on: leave the line out"));
        } else if begins_line(input) {
            let kind = if keyword_only { Kind::KeywordOnly } else { Kind::Either };
            let line = line(input, kind, lines.last())?;
            if line.converter != "defining_class" {
                lines.push(line);
            } else if of_class && lines.is_empty() && !defining {
                // The state, which C finds through it, comes to every Rust method.
                defining = true;
            } else {
                let message = "`defining_class` is the first line of a method; Rust's methods get the state instead";
                return Err(Error::new(line.converter.span(), message));
            }
        } else {
            return Ok(lines);
        }
    }
}

/// `name:` or `name as other:`
fn begins_line(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && (input.peek2(Token![:]) || input.peek2(Token![as]))
}

fn slash(input: ParseStream<'_>, lines: &mut [Line], defining: bool) -> Result<()> {
    let slash: Token![/] = input.parse()?;
    let only_class = lines.is_empty() && defining;
    if (lines.is_empty() && !only_class) || lines.iter().any(|line| line.kind != Kind::Either) {
        return Err(Error::new(slash.span, "`/` comes once, after a parameter and before any `*`"));
    }
    lines.iter_mut().for_each(|line| line.kind = Kind::PositionalOnly);
    Ok(())
}

fn star(input: ParseStream<'_>, again: bool) -> Result<()> {
    let star: Token![*] = input.parse()?;
    let message = if input.peek(Token![*]) {
        "`clinic!` reads no `**kwargs`: name each keyword on a line of its own"
    } else if starred(input) {
        "`clinic!` reads no `*args`: mark the function `#[pyfunction(signature = (*args))]` instead, which has it"
    } else if again {
        "`*` comes once"
    } else {
        return Ok(());
    };
    Err(Error::new(star.span, message))
}

/// `*args: tuple` on one line. Without line ends the tokens are those of `*` and a parameter, so the names decide.
fn starred(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let Ok(name) = ahead.call(Ident::parse_any) else { return false };
    let of_all = ahead.parse::<Token![:]>().and_then(|_| ahead.parse::<Ident>()).ok();
    match of_all {
        // Up to 3.13 the converter of all of them was `object` too.
        Some(converter) => converter == "tuple" || converter == "array" || (converter == "object" && name == "args"),
        None => name == "args",
    }
}

/// The three meanings of `[`, none of which is read.
fn bracket(input: ParseStream<'_>) -> Result<Error> {
    let ahead = input.fork();
    let content;
    bracketed!(content in ahead);
    let first = content.call(Ident::parse_any).ok();
    let is = |word: &str| first.as_ref().is_some_and(|first| first == word);
    Ok(input.error(if is("from") {
        "`clinic!` warns of no old form: leave `[from …]` and its sign out, and choose the lines with `python_since!`"
    } else if is("clinic") {
        "the signs of C's comment say nothing to Rust: leave them out, and the docstring before them"
    } else {
        "`clinic!` reads no optional groups `[ … ]`: give the parameters defaults"
    }))
}

fn line(input: ParseStream<'_>, kind: Kind, before: Option<&Line>) -> Result<Line> {
    let name = input.call(Ident::parse_any)?;
    let mut rust = name.clone();
    if input.peek(Token![as]) {
        input.parse::<Token![as]>()?;
        rust = input.call(Ident::parse_any)?;
    }
    input.parse::<Token![:]>()?;
    if input.peek(LitStr) {
        return Err(of_format_unit(&input.parse()?));
    }
    let converter: Ident =
        input.parse().map_err(|error| Error::new(error.span(), "expected a converter, as in `data: Py_buffer`"))?;
    let mut options = Vec::new();
    if input.peek(Paren) {
        let content;
        parenthesized!(content in input);
        options = content.parse_terminated(option, Token![,])?.into_iter().collect();
    }
    let (default, shown) = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        default(input)?
    } else {
        (Default::Required, String::new())
    };
    let mut line = Line { name, rust, converter, options, default, shown, kind };
    if let Some(shown) = line.option("py_default") {
        line.shown = shown.to_owned();
    }
    if line.is_required() && kind == Kind::Either && before.is_some_and(|before| !before.is_required()) {
        let message = format!("`{}` has no default but follows a parameter that has one", line.name);
        return Err(Error::new(line.name.span(), message));
    }
    Ok(line)
}
