//! What a method gets is shared.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {
    items: Vec<i64>,
}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn add(&self, _ctx: &ThreadContext<'_>, _state: &NoState, item: i64) {
        self.items.push(item);
    }
}

fn main() {}
