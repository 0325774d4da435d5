//! Only a type makes its instances.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {}

fn f<'py>(ctx: &ThreadContext<'py>, object: Bound<'py, PyAny>) -> Bound<'py, PyInstance<Counter>> {
    object
}

fn main() {}
