//! A constructor has no object yet.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[new]
    fn new(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self {}
    }
}

fn main() {}
