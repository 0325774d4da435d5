//! A constructor returns the payload.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}

fn main() {}
