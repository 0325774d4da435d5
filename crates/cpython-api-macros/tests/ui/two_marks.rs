//! One mark says what a function is.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[getter]
    #[pyfunction]
    fn level(&self, _ctx: &ThreadContext<'_>) -> i64 {
        1
    }
}

fn main() {}
