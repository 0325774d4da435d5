//! Which functions of the block are for Python: those with a mark, and those below a table of `clinic!`.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, ImplItem, ImplItemFn, ImplItemMacro, Meta, Result};

use crate::clinic::{self, Binding, Table};
use crate::description::Description;
use crate::pyfunction::{Function, Options, agree, plain};
use crate::signature::Signature;

/// The marks of the entries, as August has them; the last two are ours.
const MARKS: [&str; 6] = ["new", "pyfunction", "getter", "setter", "classmethod", "staticmethod"];

/// What says how the function is called.
enum Described {
    /// The mark, `#[pyfunction(signature = (…))]`.
    Mark(Box<Meta>),
    Table(Box<clinic::Entry>),
}

/// A function for Python: its mark, taken off.
pub struct Entry {
    pub mark: Ident,
    described: Described,
    pub function: ImplItemFn,
}

/// The items as rustc shall see them, and the entries among them.
pub fn all(class: &Ident, items: Vec<ImplItem>) -> (Vec<ImplItem>, Result<Vec<Entry>>) {
    let (mut kept, mut entries) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            ImplItem::Fn(mut function) => {
                entries.extend(marked(&mut function));
                kept.push(ImplItem::Fn(function));
            }
            ImplItem::Macro(table) if is_clinic(&table) => match table.mac.parse_body::<Table>() {
                Ok(table) => {
                    let found: Vec<_> = table.entries.into_iter().map(|entry| tabled(class, entry)).collect();
                    let functions = found.iter().flatten();
                    kept.extend(functions.map(|entry| ImplItem::Fn(entry.function.clone())));
                    entries.extend(found);
                }
                Err(error) => entries.push(Err(error)),
            },
            other => kept.push(other),
        }
    }
    (kept, entries.into_iter().collect())
}

fn is_clinic(item: &ImplItemMacro) -> bool {
    item.mac.path.segments.last().is_some_and(|last| last.ident == "clinic")
}

/// The entry of a function, if it has a mark.
fn marked(function: &mut ImplItemFn) -> Option<Result<Entry>> {
    let marks: Vec<usize> = (0..function.attrs.len()).filter(|at| mark(&function.attrs[*at]).is_some()).collect();
    // All are taken off, so that rustc does not see a function with half of its marks.
    let mut taken: Vec<Attribute> = marks.iter().rev().map(|at| function.attrs.remove(*at)).collect();
    let attribute = taken.pop()?;
    if let Some(second) = taken.pop() {
        let message = "one mark says what the function is: remove this one";
        return Some(Err(Error::new(second.path().span(), message)));
    }
    let mark = mark(&attribute)?;
    Some(Ok(Entry { mark, described: Described::Mark(Box::new(attribute.meta)), function: function.clone() }))
}

fn mark(attribute: &Attribute) -> Option<Ident> {
    let last = &attribute.path().segments.last()?.ident;
    MARKS.iter().any(|mark| last == mark).then(|| last.clone())
}

/// `_ZlibDecompressor` and `epoll` of a table are `ZlibDecompressor` and `Epoll` in Rust.
fn alike(class: &Ident) -> String {
    plain(class).trim_start_matches('_').to_lowercase()
}

/// The entry of a table: the function below it has no mark.
fn tabled(class: &Ident, entry: clinic::Entry) -> Result<Entry> {
    match &entry.head.class {
        Some(of) if alike(of) == alike(class) => {}
        Some(of) => return Err(Error::new(of.span(), format!("this table is of `{of}`, the `impl` of `{class}`"))),
        None => {
            let name = &entry.head.python;
            let message = format!(
                "this is a function of the module: write its table outside the `impl`. A method is `module.{class}.{name}`"
            );
            return Err(Error::new(name.span(), message));
        }
    }
    let mark = match entry.head.binding {
        Binding::Instance => "pyfunction",
        Binding::Class if entry.head.python == "__new__" => "new",
        Binding::Class => "classmethod",
        Binding::Static => "staticmethod",
    };
    let item = &entry.function;
    let (attrs, vis, sig, block) = (&item.attrs, &item.vis, &item.sig, &item.block);
    let function = syn::parse2(quote!(#(#attrs)* #vis #sig #block))?;
    let mark = Ident::new(mark, entry.head.python.span());
    Ok(Entry { mark, described: Described::Table(Box::new(entry)), function })
}

impl Entry {
    /// The name that Python sees.
    pub fn python(&self) -> String {
        match &self.described {
            Described::Mark(_) => plain(&self.function.sig.ident),
            Described::Table(entry) => plain(&entry.head.python),
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self.described, Described::Table(_))
    }

    /// What stands between the brackets of the mark.
    pub fn options(&self) -> Option<&Meta> {
        match &self.described {
            Described::Mark(meta) if matches!(**meta, Meta::List(_)) => Some(meta),
            _ => None,
        }
    }

    pub fn span(&self) -> Span {
        self.function.sig.ident.span()
    }

    /// What the table says, or `signature = (…)`, or each parameter by position or name.
    pub fn describe(&self, function: &Function<'_>, receiver: Option<&str>) -> Result<Description> {
        let options = match &self.described {
            Described::Table(entry) => return clinic::describe(entry, function, receiver),
            Described::Mark(mark) => match &**mark {
                Meta::Path(_) => Options::default(),
                options => options.require_list()?.parse_args()?,
            },
        };
        let names = || function.arguments.iter().map(|(name, _)| (*name).clone()).collect();
        if let Some(text) = options.text_signature {
            return Err(Error::new(text.span(), "`text_signature` is for functions of a module"));
        }
        let signature = options.signature.unwrap_or_else(|| Signature::of_names(names()));
        agree(function, &signature)?;
        Ok(Description::of_signature(function, &signature, receiver))
    }
}
