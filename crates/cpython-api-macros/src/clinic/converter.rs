//! The converters: which function of `proposal::clinic` takes an argument, and what is there without one.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Error, Ident, LitStr, Result};

use super::lines::Line;
use super::value::Default;

const CONVERTERS: &str = "`clinic!` knows the converters `Py_buffer`, `ascii_buffer`, `object`, \
    `object(subclass_of=\"&Py…_Type\")`, `PyBytesObject`, `unicode`, `bool`, `bool(accept={int})`, `int`, \
    `unsigned_int(bitwise=True)`, `Py_ssize_t`, `Py_ssize_t(accept={int, NoneType})`, `size_t`, `double`";

const TAKE_OBJECT: &str = "take an `object`, and convert in the function.";

/// A format unit says in letters what a converter says in a word.
pub fn of_format_unit(unit: &LitStr) -> Error {
    let word = match unit.value().as_str() {
        "O" => "object",
        "O!" => "object(subclass_of=\"&Py…_Type\")",
        "S" => "PyBytesObject",
        "U" => "unicode",
        "y*" => "Py_buffer",
        "p" => "bool",
        "i" => "int",
        "I" => "unsigned_int(bitwise=True)",
        "n" => "Py_ssize_t",
        "d" => "double",
        other => {
            let message = format!("the format unit `{other}` has no converter here: {TAKE_OBJECT} {CONVERTERS}");
            return Error::new(unit.span(), message);
        }
    };
    Error::new(unit.span(), format!("`{}` is a format unit: write the converter `{word}`", unit.value()))
}

/// The function that converts, and whether an argument that was not given is `Option::None`.
struct Converter {
    name: &'static str,
    optional: bool,
}

fn converter(line: &Line) -> Result<Converter> {
    let refuse = |message: String| Err(Error::new(line.converter.span(), message));
    let has_default = !line.is_required();
    let nothing = matches!(line.default, Default::Nothing { .. });
    // What C alone needs, or shows; the Rust default is the value itself.
    let hidden = |name: &Ident| ["c_default", "py_default", "type", "unused"].iter().any(|word| name == word);
    let options: Vec<_> = line.options.iter().filter(|(name, _)| !hidden(name)).collect();
    let option = match options.as_slice() {
        [] => None,
        [(name, value)] => Some((name.to_string(), value.as_str())),
        _ => return refuse(format!("too many options for `{}`: {CONVERTERS}", line.converter)),
    };
    let option = option.as_ref().map(|(name, value)| (name.as_str(), *value));
    let (name, optional) = match (line.converter.to_string().as_str(), option) {
        ("Py_buffer", None) => ("buffer", has_default),
        ("ascii_buffer", None) => ("ascii_buffer", has_default),
        ("object", None) if matches!(line.default, Default::Nothing { none: true }) => ("object_or_none", false),
        ("object", None) => ("object", has_default),
        ("object", Some(("subclass_of", class))) => match subclass(class) {
            Some(name) => (name, has_default),
            None => return refuse(format!("`clinic!` knows no class `{class}`")),
        },
        ("PyBytesObject", None) => ("object_bytes", has_default),
        ("unicode", None) => ("object_str", has_default),
        // With `c_default="-1"`, C's function sees that nothing was given.
        ("bool", None) => ("truth", line.option("c_default") == Some("-1")),
        ("bool", Some(("accept", "int"))) => ("truth_of_int", false),
        ("int", None) => ("int", false),
        ("unsigned_int", Some(("bitwise", "True"))) => ("unsigned_int_bitwise", false),
        ("unsigned_int", None) => {
            return refuse("write `unsigned_int(bitwise=True)`; one that checks is not known".into());
        }
        ("Py_ssize_t", None) => ("ssize", false),
        ("Py_ssize_t", Some(("accept", "int,NoneType" | "NoneType,int"))) => ("ssize_or_none", false),
        ("size_t", None) => ("size", false),
        ("double", None) => ("double", false),
        (name, None) => return refuse(format!("`{name}` is no converter here: {TAKE_OBJECT} {CONVERTERS}")),
        (name, Some((option, _))) => {
            return refuse(format!("`{name}` has no option `{option}` here: {TAKE_OBJECT} {CONVERTERS}"));
        }
    };
    let absent = matches!(name, "object_or_none" | "ssize_or_none");
    if nothing && !optional && !absent {
        return refuse(format!("`{}` cannot be absent: give it a value as default", line.converter));
    }
    Ok(Converter { name, optional })
}

fn subclass(class: &str) -> Option<&'static str> {
    Some(match class {
        "&PyLong_Type" => "object_int",
        "&PyUnicode_Type" => "object_str",
        "&PyBytes_Type" => "object_bytes",
        "&PyList_Type" => "object_list",
        "&PyTuple_Type" => "object_tuple",
        "&PyDict_Type" => "object_dict",
        _ => return None,
    })
}

/// `let a1 = …;` for a line: converted if given, in the order of the table, as in C.
pub fn extraction(position: usize, line: &Line, variable: &Ident) -> Result<TokenStream> {
    let Converter { name, optional } = converter(line)?;
    let span = line.converter.span();
    let convert = Ident::new(name, span);
    let convert = quote_spanned!(span=> ::cpython_api::proposal::clinic::#convert(ctx, object)?);
    let given = match &line.default {
        _ if optional => quote!(::core::option::Option::Some(#convert)),
        // As in C, where `None` leaves the variable as it is.
        Default::Value { rust, .. } if name == "ssize_or_none" => quote!(#convert.unwrap_or(#rust)),
        _ => convert,
    };
    let absent = match &line.default {
        Default::Required => quote!(::core::unreachable!()),
        Default::Value { rust, .. } if !optional => quote!(#rust),
        _ => quote!(::core::option::Option::None),
    };
    Ok(quote! {
        let #variable = match arguments.given(ctx, #position) {
            ::core::option::Option::Some(object) => #given,
            ::core::option::Option::None => #absent,
        };
    })
}

/// The Rust type of a return converter; `object` says no more than the function does.
pub fn returned(converter: &Ident) -> Result<Option<&'static str>> {
    Ok(Some(match converter.to_string().as_str() {
        "object" => return Ok(None),
        "bool" => "bool",
        "int" => "i32",
        "unsigned_int" => "u32",
        "Py_ssize_t" => "isize",
        "size_t" => "usize",
        "double" => "f64",
        other => {
            let message = format!("`clinic!` knows no return converter `{other}`: leave `-> {other}` out");
            return Err(Error::new(converter.span(), message));
        }
    }))
}
