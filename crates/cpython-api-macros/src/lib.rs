//! The macros of `cpython-api`. What a learner writes wrongly is told at the learner's own token, with what to write.

mod cell;
mod clinic;
mod description;
mod gc;
mod pyclass;
mod pyfunction;
mod pymethods;
mod signature;

use proc_macro::TokenStream;

/// Make a Rust function callable from Python.
///
/// The function stays as it is. Its first parameter is the thread context, its second the module's state; the rest are
/// the Python arguments. `signature = (data, value = 1, /)` names them, with Rust expressions as defaults.
#[proc_macro_attribute]
pub fn pyfunction(options: TokenStream, item: TokenStream) -> TokenStream {
    pyfunction::expand(options.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Write the collector's policy of a module state: `FooGc` for a struct `Foo`.
#[proc_macro_derive(ModuleStateGc)]
pub fn module_state_gc(item: TokenStream) -> TokenStream {
    gc::expand(item.into(), "ModuleStateGc").unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Write the collector's policy of a class's payload: `FooGc` for a struct `Foo`.
#[proc_macro_derive(PyClassGc)]
pub fn py_class_gc(item: TokenStream) -> TokenStream {
    gc::expand(item.into(), "PyClassGc").unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Make a struct the payload of a Python class: `#[derive(PyClassGc)]`, a `static FOO_CLASS: ClassDef<Foo>`, and
/// `impl PyClass for Foo`. `name = "…"` and `state = …` may be given. A shorthand of ours.
#[proc_macro_attribute]
pub fn pyclass(options: TokenStream, item: TokenStream) -> TokenStream {
    pyclass::expand(options.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Make functions of an `impl` block callable from Python: those marked `#[new]`, `#[pyfunction]`, `#[getter]`,
/// `#[setter]`, `#[classmethod]` or `#[staticmethod]`. The tables are `FOO_METHODS`, `FOO_GETSETS` and `FOO_NEW`.
#[proc_macro_attribute]
pub fn pymethods(options: TokenStream, item: TokenStream) -> TokenStream {
    pymethods::expand(options.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declare the module of a `%%rust` cell: every `#[pyfunction]` and every class of `src/cell.rs`, unless the cell has an
/// `export_module!` of its own.
#[proc_macro]
pub fn export_cell(options: TokenStream) -> TokenStream {
    cell::expand(options.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Read tables of Argument Clinic, each with a Rust function: the calls that C accepts are accepted, the others refused
/// with the same type of exception. Ours, not in the August text; `cpython_api::proposal` names it.
#[proc_macro]
pub fn clinic(table: TokenStream) -> TokenStream {
    clinic::expand(table.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
