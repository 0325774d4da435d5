//! A call into Python needs the context.
use cpython_api::prelude::*;

fn f(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    object.as_borrowed().len()
}

fn main() {}
