//! The entries: what stands between `[clinic input]` and the docstring, and a function below it.

use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, ItemFn, Result, Token};

use super::head::{Head, head};
use super::lines::{Line, lines};

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
    let function = function(input, &head)?;
    Ok(Entry { head, lines, function })
}

fn copied(name: &Ident, above: &[Entry]) -> Result<Vec<Line>> {
    let found = above.iter().find(|entry| entry.head.python == *name);
    found.map(|entry| entry.lines.clone()).ok_or_else(|| {
        Error::new(name.span(), format!("`{name}` has no entry above in this `clinic!`: write its lines again"))
    })
}

fn function(input: ParseStream<'_>, head: &Head) -> Result<ItemFn> {
    const WRITE: &str = "expected a parameter `name: converter = default`, `/`, `*`, or the Rust function that the table \
                         is for. What the function and its parameters mean is said in its `///`";
    if input.is_empty() {
        let message = format!("this table has no function: write `fn {}(…) {{ … }}` below its lines", head.python);
        return Err(Error::new(head.python.span(), message));
    }
    let ahead = input.fork();
    let _ = ahead.call(syn::Attribute::parse_outer)?;
    let _: syn::Visibility = ahead.parse()?;
    if ahead.peek(Token![fn]) || ahead.peek(Token![async]) || ahead.peek(Token![unsafe]) || ahead.peek(Token![extern]) {
        input.parse()
    } else {
        Err(Error::new(ahead.span(), WRITE))
    }
}
