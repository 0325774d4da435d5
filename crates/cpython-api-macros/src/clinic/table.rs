//! The notation: entries of a table, as they stand between `[clinic input]` and the docstring.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, ItemFn, Lit, Result, Token, braced, parenthesized};

/// What a parameter is when it is not given: nothing, `None` or `NULL`, or a value.
#[derive(Clone)]
pub enum Default {
    Required,
    Nothing { none: bool },
    Value { rust: TokenStream },
}

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    PositionalOnly,
    Either,
    KeywordOnly,
}

/// `value: unsigned_int(bitwise=True) = 1`
#[derive(Clone)]
pub struct Line {
    pub name: Ident,
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
}

/// `@classmethod`, `@staticmethod`
#[derive(Clone, Copy, PartialEq)]
pub enum Binding {
    Instance,
    Class,
    Static,
}

/// `zlib.adler32`, `zlib.Compress.flush`: what stands before the lines.
pub struct Head {
    pub binding: Binding,
    /// The class, if it is a method.
    pub class: Option<Ident>,
    pub python: Ident,
    /// `-> unsigned_int`
    pub returns: Option<Ident>,
    /// `= binascii.b2a_hex`: the lines are those of an entry above.
    same_as: Option<Ident>,
}

/// An entry and its function.
pub struct Entry {
    pub head: Head,
    pub lines: Vec<Line>,
    pub function: ItemFn,
}

pub struct Table {
    pub entries: Vec<Entry>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut entries = Vec::new();
        while !input.is_empty() {
            let entry = entry(input, &entries)?;
            entries.push(entry);
        }
        Ok(Self { entries })
    }
}

fn entry(input: ParseStream<'_>, above: &[Entry]) -> Result<Entry> {
    let head = head(input)?;
    let lines = match &head.same_as {
        Some(name) => copied(name, above)?,
        None => lines(input, head.class.is_some())?,
    };
    Ok(Entry { head, lines, function: function(input)? })
}

fn copied(name: &Ident, above: &[Entry]) -> Result<Vec<Line>> {
    let found = above.iter().find(|entry| entry.head.python == *name);
    found.map(|entry| entry.lines.clone()).ok_or_else(|| {
        Error::new(name.span(), format!("`{name}` has no entry above in this `clinic!`: write its lines again"))
    })
}

/// `zlib.adler32 -> unsigned_int`, `zlib.Compress.flush`, `binascii.hexlify = binascii.b2a_hex`
fn head(input: ParseStream<'_>) -> Result<Head> {
    let binding = directives(input)?;
    let (class, python) = path(input)?;
    if input.peek(Token![as]) {
        let message = "`as` names the C function; the Rust function below has a name of its own: leave it out";
        return Err(input.error(message));
    }
    let mut returns = None;
    if input.peek(Token![->]) {
        input.parse::<Token![->]>()?;
        returns = Some(input.parse()?);
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
        match name.to_string().as_str() {
            "classmethod" => binding = Binding::Class,
            "staticmethod" => binding = Binding::Static,
            "permit_long_summary" | "permit_long_docstring_body" => {}
            "critical_section" => {
                let message =
                    "`clinic!` takes no lock: leave `@critical_section` out, and lock where the function needs it";
                return Err(Error::new(name.span(), message));
            }
            other => {
                let message = format!(
                    "`clinic!` knows no `@{other}`, only `@classmethod` and `@staticmethod`. An attribute is a `#[getter]` \
                     or `#[setter]` of `#[pymethods]`"
                );
                return Err(Error::new(name.span(), message));
            }
        }
    }
    Ok(binding)
}

/// `module.function` or `module.Class.method`
fn path(input: ParseStream<'_>) -> Result<(Option<Ident>, Ident)> {
    const WRITE: &str = "an entry begins with the module and the function, as in `zlib.adler32`";
    let word = |error: Error| Error::new(error.span(), WRITE);
    let first: Ident = input.parse().map_err(word)?;
    if (first == "module" || first == "class") && input.peek(Ident) {
        return Err(Error::new(first.span(), format!("`{first} …` says nothing to Rust: leave the line out")));
    }
    input.parse::<Token![.]>().map_err(word)?;
    let second: Ident = input.parse()?;
    if !input.peek(Token![.]) {
        return Ok((None, second));
    }
    input.parse::<Token![.]>()?;
    Ok((Some(second), input.parse()?))
}

fn lines(input: ParseStream<'_>, of_class: bool) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut keyword_only, mut defining) = (false, false);
    loop {
        if input.peek(Token![/]) {
            let slash: Token![/] = input.parse()?;
            let only_class = lines.is_empty() && defining;
            if (lines.is_empty() && !only_class) || lines.iter().any(|line| line.kind != Kind::Either) {
                return Err(Error::new(slash.span, "`/` comes once, after a parameter and before any `*`"));
            }
            lines.iter_mut().for_each(|line| line.kind = Kind::PositionalOnly);
        } else if input.peek(Token![*]) {
            star(input, keyword_only)?;
            keyword_only = true;
        } else if input.peek(syn::token::Bracket) {
            return Err(input.error("`clinic!` reads no optional groups `[ … ]`: give the parameters defaults"));
        } else if input.peek(Token![self]) {
            return Err(input.error("the Rust method's `&self` says what it is called on: leave the line out"));
        } else if input.peek(Ident) && input.peek2(Token![:]) {
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

fn star(input: ParseStream<'_>, again: bool) -> Result<()> {
    let star: Token![*] = input.parse()?;
    if again || input.peek(Token![*]) || (input.peek(Ident) && input.peek2(Token![:]) && starred(input)) {
        return Err(Error::new(star.span, "`clinic!` reads one `*` alone, without `*args` and `**kwargs`"));
    }
    Ok(())
}

/// `*args: tuple` on one line. Without line ends the tokens are those of `*` and a parameter, so the name decides.
fn starred(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|name| name == "args")
}

fn function(input: ParseStream<'_>) -> Result<ItemFn> {
    const WRITE: &str = "expected a parameter `name: converter = default`, `/`, `*`, or the Rust function that the table \
                         is for. What a parameter means is said in the function's `///`";
    let ahead = input.fork();
    let _ = ahead.call(syn::Attribute::parse_outer)?;
    let _: syn::Visibility = ahead.parse()?;
    if ahead.peek(Token![fn]) || ahead.peek(Token![async]) || ahead.peek(Token![unsafe]) || ahead.peek(Token![extern]) {
        input.parse()
    } else {
        Err(Error::new(ahead.span(), WRITE))
    }
}

fn line(input: ParseStream<'_>, kind: Kind, before: Option<&Line>) -> Result<Line> {
    let name: Ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let converter: Ident = input.parse().map_err(|error| {
        Error::new(error.span(), "expected a converter, as in `data: Py_buffer`; quoted format units are legacy")
    })?;
    let mut options = Vec::new();
    if input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in input);
        while !content.is_empty() {
            options.push(option(&content)?);
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
    }
    let (default, shown) = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        default(input)?
    } else {
        (Default::Required, String::new())
    };
    let mut line = Line { name, converter, options, default, shown, kind };
    if let Some(shown) = line.option("py_default") {
        line.shown = shown.to_owned();
    }
    if line.is_required() && kind == Kind::Either && before.is_some_and(|before| !before.is_required()) {
        let message = format!("`{}` has no default but follows a parameter that has one", line.name);
        return Err(Error::new(line.name.span(), message));
    }
    Ok(line)
}

/// `bitwise=True`, `accept={int, NoneType}`, `c_default="NULL"`
fn option(content: ParseStream<'_>) -> Result<(Ident, String)> {
    let name = content.call(Ident::parse_any)?;
    content.parse::<Token![=]>()?;
    let value = if content.peek(syn::token::Brace) {
        let inner;
        braced!(inner in content);
        inner.parse::<TokenStream>()?.to_string()
    } else if content.peek(Lit) {
        match content.parse()? {
            Lit::Str(text) => text.value(),
            other => quote!(#other).to_string(),
        }
    } else {
        content.parse::<Ident>()?.to_string()
    };
    Ok((name, value.replace(' ', "")))
}

/// The default, and what Python shows for it.
fn default(input: ParseStream<'_>) -> Result<(Default, String)> {
    if input.peek(Token![-]) {
        let minus: Token![-] = input.parse()?;
        let number: syn::LitInt = input.parse()?;
        return Ok((Default::Value { rust: quote!(#minus #number) }, format!("-{number}")));
    }
    if input.peek(Lit) {
        return literal(&input.parse()?);
    }
    let name: Ident = input.parse()?;
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
    let shown = match literal {
        Lit::ByteStr(bytes) if bytes.value().is_empty() => "b\'\'".to_owned(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => number.base10_digits().to_owned(),
        other => {
            let message = "a default is a number, a name, `True`, `False`, `None`, `NULL` or `b\"\"`";
            return Err(Error::new(other.span(), message));
        }
    };
    Ok((Default::Value { rust: quote!(#literal) }, shown))
}
