//! Only the glue says which state a module has.
use cpython_api::prelude::*;

fn f<'a, 'py>(module: Borrowed<'a, 'py, PyModule>) -> ModuleRef<'a, 'py, NoState> {
    ModuleRef { module, _state: std::marker::PhantomData }
}

fn main() {}
