//! `signature = (data, value = 1, /, *, strict = false)`: parsed, checked against the function, and shown to Python.

use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, Result, Token, UnOp, parenthesized};

/// How a parameter may be given.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    PositionalOnly,
    Either,
    KeywordOnly,
    Variadic,
}

/// One parameter of the signature.
pub struct Param {
    pub name: Ident,
    pub kind: Kind,
    pub default: Option<Expr>,
}

/// The parameters in order.
pub struct Signature {
    pub params: Vec<Param>,
}

impl Signature {
    /// Every parameter by position or name: for a function without `signature = …`. Not in the August text.
    pub fn of_names(names: Vec<Ident>) -> Self {
        let params = names.into_iter().map(|name| Param { name, kind: Kind::Either, default: None });
        Self { params: params.collect() }
    }

    /// The parameters that have a slot: all but `*args`.
    pub fn slots(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.kind != Kind::Variadic)
    }

    pub fn positional(&self) -> usize {
        self.params.iter().filter(|param| matches!(param.kind, Kind::PositionalOnly | Kind::Either)).count()
    }

    pub fn is_variadic(&self) -> bool {
        self.params.iter().any(|param| param.kind == Kind::Variadic)
    }

    /// What `inspect.signature` reads: `($module, data, value=1, /)`. Not in the August text.
    pub fn text(&self, receiver: Option<&str>) -> String {
        let mut parts: Vec<String> = receiver.map(str::to_owned).into_iter().collect();
        // The receiver is never given by name.
        if receiver.is_some() && self.params.first().is_none_or(|param| param.kind != Kind::PositionalOnly) {
            parts.push("/".to_owned());
        }
        for (position, param) in self.params.iter().enumerate() {
            let previous = position.checked_sub(1).map(|before| self.params[before].kind);
            if param.kind == Kind::KeywordOnly && !matches!(previous, Some(Kind::KeywordOnly | Kind::Variadic)) {
                parts.push("*".to_owned());
            }
            let star = if param.kind == Kind::Variadic { "*" } else { "" };
            let default = param.default.as_ref().map(|value| format!("={}", python_literal(value))).unwrap_or_default();
            parts.push(format!("{star}{}{default}", param.name));
            let next = self.params.get(position + 1).map(|after| after.kind);
            if param.kind == Kind::PositionalOnly && next != Some(Kind::PositionalOnly) {
                parts.push("/".to_owned());
            }
        }
        format!("({})", parts.join(", "))
    }
}

impl Parse for Signature {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let content;
        parenthesized!(content in input);
        let mut params: Vec<Param> = Vec::new();
        let mut after_star = false;
        while !content.is_empty() {
            if content.peek(Token![/]) {
                let slash: Token![/] = content.parse()?;
                positional_only(&mut params, &slash)?;
            } else if content.peek(Token![*]) {
                let star: Token![*] = content.parse()?;
                if content.peek(Token![*]) {
                    return Err(syn::Error::new(star.span, "`**kwargs` is not supported: name each keyword"));
                }
                if after_star {
                    return Err(syn::Error::new(star.span, "a signature has one `*`"));
                }
                after_star = true;
                if content.peek(Ident) {
                    params.push(Param { name: content.parse()?, kind: Kind::Variadic, default: None });
                }
            } else {
                params.push(named(&content, after_star, params.last())?);
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(Self { params })
    }
}

fn named(content: ParseStream<'_>, keyword_only: bool, before: Option<&Param>) -> Result<Param> {
    let name: Ident = content.parse()?;
    let default = if content.peek(Token![=]) {
        content.parse::<Token![=]>()?;
        Some(content.parse()?)
    } else {
        None
    };
    if !keyword_only && default.is_none() && before.is_some_and(|before| before.default.is_some()) {
        let message = format!("`{name}` has no default but follows a parameter that has one: write `{name} = …`");
        return Err(syn::Error::new(name.span(), message));
    }
    let kind = if keyword_only { Kind::KeywordOnly } else { Kind::Either };
    Ok(Param { name, kind, default })
}

fn positional_only(params: &mut [Param], slash: &Token![/]) -> Result<()> {
    if params.is_empty() || params.iter().any(|param| param.kind != Kind::Either) {
        return Err(syn::Error::new(slash.span, "`/` comes once, after the first parameter and before any `*`"));
    }
    for param in params {
        param.kind = Kind::PositionalOnly;
    }
    Ok(())
}

/// A default as Python text: literals as they are, anything else as `...`.
fn python_literal(value: &Expr) -> String {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Bool(truth) => if truth.value { "True" } else { "False" }.to_owned(),
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            Lit::Str(text) => python_text(&text.value()),
            _ => "...".to_owned(),
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => format!("-{}", python_literal(expr)),
        Expr::Path(path) if path.path.is_ident("None") => "None".to_owned(),
        _ => "...".to_owned(),
    }
}

/// A text as a Python literal, in ASCII alone: `inspect` reads no more.
fn python_text(text: &str) -> String {
    let escaped = text.chars().map(|letter| match u32::from(letter) {
        _ if matches!(letter, '"' | '\\') => format!("\\{letter}"),
        0x20..0x7f => letter.to_string(),
        code @ ..0x100 => format!("\\x{code:02x}"),
        code @ ..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
