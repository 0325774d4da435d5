//! A class method gets the class.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[classmethod]
    fn count(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}

fn main() {}
