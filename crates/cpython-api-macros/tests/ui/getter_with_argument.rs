//! A getter has no arguments.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[getter]
    fn level(&self, _ctx: &ThreadContext<'_>, _state: &NoState, base: i64) -> i64 {
        base
    }
}

fn main() {}
