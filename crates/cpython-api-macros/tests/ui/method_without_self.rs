//! A method is called on an object.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn count(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}

fn main() {}
