//! `#[pymethods]`: the `impl` block as it is, and beside it the tables of the class.

mod attribute;
mod entry;
mod method;
mod slot;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Error, FnArg, Ident, ImplItemFn, ItemImpl, Result, ReturnType, Type};

use crate::pyclass::screaming;
use attribute::GetSet;
use entry::Entry;
use slot::Slots;

pub fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    if let Some(token) = options.into_iter().next() {
        return Err(Error::new(token.span(), "`pymethods` has no options: write `#[pymethods]`"));
    }
    let mut item: ItemImpl = syn::parse2(item)?;
    let class = class_name(&item)?;
    let (items, entries) = entry::all(&class, std::mem::take(&mut item.items));
    item.items = items;
    let tables = entries.and_then(|entries| Tables::of(&class, &entries));
    // The functions stay in any case, and tables too, so that one mistake is told once.
    let tables = tables.map(|tables| tables.declare(&class)).unwrap_or_else(|error| {
        let (error, empty) = (error.into_compile_error(), Tables::default().declare(&class));
        quote!(#error #empty)
    });
    Ok(quote!(#item #tables))
}

fn class_name(item: &ItemImpl) -> Result<Ident> {
    if let Some((_, path, _)) = &item.trait_ {
        return Err(Error::new(path.span(), "`pymethods` is for the type's own functions: write `impl Type { … }`"));
    }
    match &*item.self_ty {
        Type::Path(path) if item.generics.params.is_empty() => match path.path.get_ident() {
            Some(name) => Ok(name.clone()),
            None => Err(Error::new(path.span(), "name the payload by one word: `impl Type { … }`")),
        },
        other => Err(Error::new(other.span(), "a payload has no parameters: write `impl Type { … }`")),
    }
}

/// The rows of the tables.
#[derive(Default)]
struct Tables {
    methods: Vec<TokenStream>,
    getsets: Vec<GetSet>,
    slots: Slots,
    new: Option<TokenStream>,
}

impl Tables {
    fn of(class: &Ident, entries: &[Entry]) -> Result<Self> {
        let mut tables = Self::default();
        for entry in entries {
            let special = slot::is_special(entry)?;
            match entry.mark.to_string().as_str() {
                _ if special => tables.slots.add(class, entry)?,
                "pyfunction" => tables.methods.push(method::method(class, entry)?),
                "classmethod" | "staticmethod" => tables.methods.push(method::class_method(class, entry)?),
                "getter" => GetSet::named(&mut tables.getsets, attribute::name(entry)?).get(class, entry)?,
                "setter" => GetSet::named(&mut tables.getsets, attribute::name(entry)?).set(class, entry)?,
                _ if tables.new.is_some() => {
                    return Err(Error::new(entry.mark.span(), "a class has one constructor"));
                }
                _ => tables.new = Some(method::constructor(class, entry)?),
            }
        }
        Ok(tables)
    }

    fn declare(&self, class: &Ident) -> TokenStream {
        let name = screaming(class);
        let [method_table, getset_table, slot_table, new_table] =
            ["METHODS", "GETSETS", "SLOTS", "NEW"].map(|table| format_ident!("{name}_{table}"));
        let (methods, slots) = (&self.methods, self.slots.rows(class));
        let getsets: Vec<_> = self.getsets.iter().map(|getset| getset.row(class)).collect();
        let (method_rows, getset_rows, slot_rows) = (methods.len() + 1, getsets.len() + 1, slots.len());
        let new_item = self.new.as_ref().map(|new| {
            quote! {
                #[doc = "How Python code makes an instance of the class."]
                #[allow(dead_code)]
                static #new_table: ::cpython_api::ClassNewDef<#class> = #new;
            }
        });
        let new = if self.new.is_some() { quote!(Some(&#new_table)) } else { quote!(None) };
        quote! {
            #[doc = "The methods of the class."]
            #[allow(dead_code)]
            static #method_table: [::cpython_api::ClassMethodDef<#class>; #method_rows] =
                [#(#methods,)* ::cpython_api::ClassMethodDef::END];

            #[doc = "The attributes of the class."]
            #[allow(dead_code)]
            static #getset_table: [::cpython_api::ClassGetSetDef<#class>; #getset_rows] =
                [#(#getsets,)* ::cpython_api::ClassGetSetDef::END];

            #[doc = "The special methods of the class."]
            #[allow(dead_code)]
            static #slot_table: [::cpython_api::ClassSlotDef<#class>; #slot_rows] = [#(#slots),*];

            #new_item

            // SAFETY: the table above is a static.
            unsafe impl ::cpython_api::glue::ClassItems for #class {
                const METHODS: *const [::cpython_api::ClassMethodDef<Self>] = &raw const #method_table;
                const GETSETS: &'static [::cpython_api::ClassGetSetDef<Self>] = &#getset_table;
                const SLOTS: &'static [::cpython_api::ClassSlotDef<Self>] = &#slot_table;
                const NEW: ::core::option::Option<&'static ::cpython_api::ClassNewDef<Self>> = #new;
            }
        }
    }
}

const WRITE_SELF: &str = "a method's first parameter is `&self`, or `slf: Borrowed<'_, 'py, PyInstance<Self>>` for the \
                          object itself. For a function without an object write `#[staticmethod]`";

/// How a method sees its object: `&self`, or the handle.
fn receiver(function: &ImplItemFn) -> Result<TokenStream> {
    match function.sig.inputs.first() {
        Some(FnArg::Receiver(slf)) if slf.mutability.is_some() && slf.reference.is_some() => Err(Error::new(
            slf.span(),
            "other code has the object too, so no method gets it for itself: write `&self`, and keep what changes in an \
             `AttachedCell`, an atomic or a lock",
        )),
        Some(FnArg::Receiver(slf)) if slf.reference.is_some() && slf.colon_token.is_none() => {
            Ok(quote!(receiver.payload))
        }
        Some(FnArg::Typed(slf)) if is_named(&slf.ty, "Borrowed") => Ok(quote!(receiver.object)),
        Some(other) => Err(Error::new(other.span(), WRITE_SELF)),
        None => Err(Error::new(function.sig.ident.span(), WRITE_SELF)),
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

fn returned(function: &ImplItemFn) -> proc_macro2::Span {
    match &function.sig.output {
        ReturnType::Default => function.sig.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    }
}

/// `::cpython_api::PyResult<Bound<'py, PyAny>>`
fn object() -> TokenStream {
    quote!(::cpython_api::PyResult<::cpython_api::glue::Bound<'py, ::cpython_api::glue::PyAny>>)
}
