//! After the object comes the context.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn count(&self, _state: &NoState) -> i64 {
        1
    }
}

fn main() {}
