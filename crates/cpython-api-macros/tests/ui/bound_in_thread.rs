//! An attached handle stays on its thread.
use cpython_api::prelude::*;

fn f(object: Bound<'static, PyAny>) {
    std::thread::spawn(move || drop(object));
}

fn main() {}
