//! Each further reference is to be seen.
use cpython_api::prelude::*;

fn f(object: &Py<PyAny>) -> Py<PyAny> {
    object.clone()
}

fn main() {}
