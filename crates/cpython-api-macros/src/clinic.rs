//! `clinic!`: the tables of Argument Clinic, read by Rust. Ours, not in the August text.
//!
//! An entry is what stands in C between `[clinic input]` and `[clinic start generated code]`, up to the docstring, and
//! after it a Rust function instead of a C one. The table decides which calls are accepted; rustc checks that the
//! function's types are what the converters give.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, ItemFn, Lit, Result, Token, braced, parenthesized};

use crate::pyfunction::{Function, c_literal, docstring, take_apart};

/// What a converter needs to know when it is not given: nothing, `None`, or a value.
enum Default {
    Required,
    /// `None`, which Python shows, or `NULL`, which it cannot.
    Nothing {
        shown: &'static str,
    },
    Value {
        rust: TokenStream,
        shown: String,
    },
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    PositionalOnly,
    Either,
    KeywordOnly,
}

/// `value: unsigned_int(bitwise=True) = 1`
struct Line {
    name: Ident,
    converter: Ident,
    options: Vec<(Ident, String)>,
    default: Default,
    kind: Kind,
}

/// `zlib.adler32`, its lines, and the function.
struct Entry {
    python: Ident,
    lines: Vec<Line>,
    function: ItemFn,
}

struct Table {
    entries: Vec<Entry>,
}

pub fn expand(input: TokenStream) -> Result<TokenStream> {
    let table: Table = syn::parse2(input)?;
    let entries = table.entries.iter().map(|entry| {
        let function = &entry.function;
        let row = take_apart(function).and_then(|parts| row(entry, &parts));
        let row = row.unwrap_or_else(|error| refused(function, error));
        quote! { #function #row }
    });
    Ok(quote! { #(#entries)* })
}

/// The error, and a row that is never built: no second error about a missing function.
fn refused(function: &ItemFn, error: Error) -> TokenStream {
    let (error, name, vis) = (error.into_compile_error(), &function.sig.ident, &function.vis);
    quote! {
        #error

        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #vis struct #name {}

        impl<S: ::cpython_api::ModuleState> ::cpython_api::glue::Method<S> for #name {
            const METHOD: ::cpython_api::ModuleMethodDef<S> = ::cpython_api::ModuleMethodDef::refused();
        }
    }
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut entries = Vec::new();
        while !input.is_empty() {
            entries.push(input.parse()?);
        }
        Ok(Self { entries })
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let python = head(input)?;
        let mut lines: Vec<Line> = Vec::new();
        let mut keyword_only = false;
        loop {
            if input.peek(Token![/]) {
                let slash: Token![/] = input.parse()?;
                if lines.is_empty() || lines.iter().any(|line| line.kind != Kind::Either) {
                    return Err(Error::new(slash.span, "`/` comes once, after a parameter and before any `*`"));
                }
                lines.iter_mut().for_each(|line| line.kind = Kind::PositionalOnly);
            } else if input.peek(Token![*]) {
                let star: Token![*] = input.parse()?;
                if keyword_only
                    || input.peek(Token![*])
                    || (input.peek(Ident) && input.peek2(Token![:]) && starred(input))
                {
                    return Err(Error::new(star.span, "`clinic!` reads one `*` alone, without `*args` and `**kwargs`"));
                }
                keyword_only = true;
            } else if input.peek(syn::token::Bracket) {
                return Err(input.error("`clinic!` reads no optional groups `[ … ]`: give the parameters defaults"));
            } else if input.peek(Ident) && input.peek2(Token![:]) {
                let kind = if keyword_only { Kind::KeywordOnly } else { Kind::Either };
                lines.push(line(input, kind, lines.last())?);
            } else {
                break;
            }
        }
        let function = function(input)?;
        Ok(Self { python, lines, function })
    }
}

/// `*args: tuple` on one line. Without line ends the tokens are those of `*` and a parameter, so the name decides.
fn starred(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|name| name == "args")
}

/// `module.function`
fn head(input: ParseStream<'_>) -> Result<Ident> {
    const WRITE: &str = "an entry begins with the module and the function, as in `zlib.adler32`";
    if input.peek(Token![@]) {
        return Err(input.error("`clinic!` knows no `@` directives: classes and their methods are `#[pymethods]`"));
    }
    input.parse::<Ident>().map_err(|error| Error::new(error.span(), WRITE))?;
    input.parse::<Token![.]>().map_err(|error| Error::new(error.span(), WRITE))?;
    let name: Ident = input.parse()?;
    if input.peek(Token![.]) {
        return Err(input.error("`clinic!` is for functions of a module: methods of a class are `#[pymethods]`"));
    }
    if input.peek(Token![as]) {
        return Err(
            input.error("`as` names the C function; the Rust function below has a name of its own: leave it out")
        );
    }
    if input.peek(Token![->]) {
        return Err(input.error("the Rust function's return type is the converter: leave `->` out"));
    }
    Ok(name)
}

fn function(input: ParseStream<'_>) -> Result<ItemFn> {
    const WRITE: &str =
        "expected a parameter `name: converter = default`, `/`, `*`, or the Rust function that the table is for";
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
    let default = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        default(input)?
    } else {
        Default::Required
    };
    let required = matches!(default, Default::Required);
    if required && kind == Kind::Either && before.is_some_and(|before| !matches!(before.default, Default::Required)) {
        let message = format!("`{name}` has no default but follows a parameter that has one");
        return Err(Error::new(name.span(), message));
    }
    Ok(Line { name, converter, options, default, kind })
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

fn default(input: ParseStream<'_>) -> Result<Default> {
    if input.peek(Token![-]) {
        let minus: Token![-] = input.parse()?;
        let number: syn::LitInt = input.parse()?;
        return Ok(Default::Value { rust: quote!(#minus #number), shown: format!("-{number}") });
    }
    if input.peek(Lit) {
        let literal: Lit = input.parse()?;
        let shown = match &literal {
            Lit::ByteStr(bytes) if bytes.value().is_empty() => "b\'\'".to_owned(),
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            other => {
                return Err(Error::new(
                    other.span(),
                    "a default is a number, a name, `True`, `False`, `None`, `NULL` or `b\"\"`",
                ));
            }
        };
        return Ok(Default::Value { rust: quote!(#literal), shown });
    }
    let name: Ident = input.parse()?;
    Ok(match name.to_string().as_str() {
        "None" => Default::Nothing { shown: "None" },
        "NULL" => Default::Nothing { shown: "<unrepresentable>" },
        "True" => Default::Value { rust: quote_spanned!(name.span()=> true), shown: "True".to_owned() },
        "False" => Default::Value { rust: quote_spanned!(name.span()=> false), shown: "False".to_owned() },
        shown => Default::Value { rust: quote!(#name), shown: shown.to_owned() },
    })
}

const CONVERTERS: &str = "`clinic!` knows the converters `Py_buffer`, `ascii_buffer`, `object`, \
    `object(subclass_of=\"&Py…_Type\")`, `bool`, `int`, `unsigned_int(bitwise=True)`, `Py_ssize_t`, \
    `Py_ssize_t(accept={int, NoneType})`, `size_t`, `double`";

/// The function of `proposal::clinic` that converts, and whether an absent argument is `Option::None`.
fn converter(line: &Line) -> Result<(Ident, bool)> {
    let span = line.converter.span();
    let refuse = |message: String| Err(Error::new(span, message));
    let has_default = !matches!(line.default, Default::Required);
    let nothing = matches!(line.default, Default::Nothing { .. });
    // What C alone needs: the Rust default is the value itself.
    let options: Vec<_> = line.options.iter().filter(|(name, _)| name != "c_default" && name != "py_default").collect();
    let option = match options.as_slice() {
        [] => None,
        [(name, value)] => Some((name.to_string(), value.as_str())),
        _ => return refuse(format!("too many options for `{}`: {CONVERTERS}", line.converter)),
    };
    let option = option.as_ref().map(|(name, value)| (name.as_str(), *value));
    let (name, optional) = match (line.converter.to_string().as_str(), option) {
        ("Py_buffer", None) => ("buffer", nothing),
        ("ascii_buffer", None) => ("ascii_buffer", nothing),
        ("object", None) if matches!(line.default, Default::Nothing { shown: "None" }) => ("object_or_none", false),
        ("object", None) => ("object", has_default),
        ("object", Some(("subclass_of", class))) => match class {
            "&PyLong_Type" => ("object_int", has_default),
            "&PyUnicode_Type" => ("object_str", has_default),
            "&PyBytes_Type" => ("object_bytes", has_default),
            "&PyList_Type" => ("object_list", has_default),
            "&PyTuple_Type" => ("object_tuple", has_default),
            "&PyDict_Type" => ("object_dict", has_default),
            other => return refuse(format!("`clinic!` knows no class `{other}`")),
        },
        ("bool", None) => ("truth", false),
        ("int", None) => ("int", false),
        ("unsigned_int", Some(("bitwise", "True"))) => ("unsigned_int_bitwise", false),
        ("unsigned_int", None) => {
            return refuse("write `unsigned_int(bitwise=True)`; one that checks is not known".into());
        }
        ("Py_ssize_t", None) => ("ssize", false),
        ("Py_ssize_t", Some(("accept", "int,NoneType" | "NoneType,int"))) => ("ssize_or_none", false),
        ("size_t", None) => ("size", false),
        ("double", None) => ("double", false),
        (name, None) => return refuse(format!("`{name}` is no converter here: {CONVERTERS}")),
        (name, Some((option, _))) => return refuse(format!("`{name}` has no option `{option}` here: {CONVERTERS}")),
    };
    let absent = matches!(name, "object_or_none" | "ssize_or_none");
    if nothing && !optional && !absent {
        return refuse(format!("`{}` cannot be absent: give it a value as default", line.converter));
    }
    Ok((Ident::new(name, span), optional))
}

/// `let a1 = …;` for a line: converted if given, in the order of the table, as in C.
fn extraction(position: usize, line: &Line, variable: &Ident) -> Result<TokenStream> {
    let (convert, optional) = converter(line)?;
    let convert = quote_spanned!(line.converter.span()=> ::cpython_api::proposal::clinic::#convert(ctx, object)?);
    let given = if optional { quote!(::core::option::Option::Some(#convert)) } else { convert };
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

/// What `inspect.signature` reads.
fn text(lines: &[Line]) -> String {
    let mut parts = vec!["$module".to_owned()];
    if lines.first().is_none_or(|line| line.kind != Kind::PositionalOnly) {
        parts.push("/".to_owned());
    }
    for (position, line) in lines.iter().enumerate() {
        let previous = position.checked_sub(1).map(|before| lines[before].kind);
        if line.kind == Kind::KeywordOnly && previous != Some(Kind::KeywordOnly) {
            parts.push("*".to_owned());
        }
        let default = match &line.default {
            Default::Required => String::new(),
            Default::Nothing { shown } => format!("={shown}"),
            Default::Value { shown, .. } => format!("={shown}"),
        };
        parts.push(format!("{}{default}", line.name));
        let next = lines.get(position + 1).map(|after| after.kind);
        if line.kind == Kind::PositionalOnly && next != Some(Kind::PositionalOnly) {
            parts.push("/".to_owned());
        }
    }
    format!("({})", parts.join(", "))
}

/// The table has one line for each argument of the function, with the same name.
fn agree(entry: &Entry, function: &Function<'_>) -> Result<()> {
    for (line, (name, _)) in entry.lines.iter().zip(&function.arguments) {
        if line.name != **name {
            let message = format!("the function calls this parameter `{name}`: use one name for both");
            return Err(Error::new(line.name.span(), message));
        }
    }
    if let Some((name, _)) = function.arguments.get(entry.lines.len()) {
        return Err(Error::new(name.span(), format!("`{name}` has no line in the table")));
    }
    if let Some(line) = entry.lines.get(function.arguments.len()) {
        let message = format!("the function has no parameter `{}`", line.name);
        return Err(Error::new(line.name.span(), message));
    }
    Ok(())
}

fn row(entry: &Entry, function: &Function<'_>) -> Result<TokenStream> {
    agree(entry, function)?;
    let (name, state, vis) = (function.name, function.state, &entry.function.vis);
    let python = entry.python.to_string();
    let c_name = c_literal(&python);
    let doc = c_literal(&format!("{python}{}\n--\n\n{}", text(&entry.lines), docstring(&entry.function.attrs)));
    let variables: Vec<_> =
        (0..).zip(&function.arguments).map(|(position, (_, ty))| crate::pyfunction::variable(position, ty)).collect();
    let lines = entry.lines.iter().zip(&variables).enumerate();
    let extractions = lines.map(|(position, (line, variable))| extraction(position, line, variable));
    let extractions = extractions.collect::<Result<Vec<_>>>()?;
    let params = entry.lines.iter().map(|line| {
        let (name, required) = (line.name.to_string(), matches!(line.default, Default::Required));
        let kind = match line.kind {
            Kind::PositionalOnly => quote!(PositionalOnly),
            Kind::Either => quote!(Either),
            Kind::KeywordOnly => quote!(KeywordOnly),
        };
        quote!(::cpython_api::glue::Param { name: #name, kind: ::cpython_api::glue::ParamKind::#kind, required: #required })
    });
    let slots = entry.lines.len();
    let positional = entry.lines.iter().filter(|line| line.kind != Kind::KeywordOnly).count();
    Ok(quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #vis struct #name {}

        impl ::cpython_api::glue::Method<#state> for #name {
            const METHOD: ::cpython_api::ModuleMethodDef<#state> = {
                static SPEC: ::cpython_api::glue::ParamSpec = ::cpython_api::glue::ParamSpec {
                    function: #python,
                    params: &[#(#params),*],
                    positional: #positional,
                    variadic: false,
                };

                fn body<'args, 'py>(
                    ctx: &mut ::cpython_api::ThreadContext<'py>,
                    state: &#state,
                    arguments: &::cpython_api::glue::Arguments<'args, 'py>,
                ) -> ::cpython_api::PyResult<::cpython_api::glue::Bound<'py, ::cpython_api::glue::PyAny>> {
                    #(#extractions)*
                    let value = #name(ctx, state, #(#variables),*);
                    ::cpython_api::glue::output(ctx, value)
                }

                unsafe extern "C" fn trampoline(
                    module: *mut ::cpython_api::glue::PyObject,
                    arguments: *const *mut ::cpython_api::glue::PyObject,
                    count: ::cpython_api::glue::Py_ssize_t,
                    keywords: *mut ::cpython_api::glue::PyObject,
                ) -> *mut ::cpython_api::glue::PyObject {
                    // SAFETY: CPython calls this as the row below says, and the spec has this many parameters.
                    unsafe {
                        ::cpython_api::glue::call::<#state, #slots>(&SPEC, body, module, arguments, count, keywords)
                    }
                }

                // SAFETY: the trampoline is a call of `call` with this state.
                unsafe { ::cpython_api::glue::ModuleMethodDef::<#state>::new(#c_name, trampoline, #doc) }
            };
        }
    })
}
