//! A special method that would be an attribute only is refused.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[pyfunction]
    fn __add__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, other: i64) -> i64 {
        other
    }
}

fn main() {}
