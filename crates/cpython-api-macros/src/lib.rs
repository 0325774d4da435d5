//! The macros of `cpython-api`. What a learner writes wrongly is told at the learner's own token, with what to write.

mod cell;
mod clinic;
mod gc;
mod pyfunction;
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
    gc::expand(item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declare the module of a `%%rust` cell: every `#[pyfunction]` of `src/cell.rs`, unless the cell has an
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
