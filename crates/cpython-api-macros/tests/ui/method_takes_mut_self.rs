//! No method has the object for itself.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {
    value: i64,
}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn add(&mut self, _ctx: &ThreadContext<'_>, _state: &NoState) {
        self.value += 1;
    }
}

fn main() {}
