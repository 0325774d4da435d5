//! A setter says which attribute it sets.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {
    #[setter]
    fn level(&self, _ctx: &ThreadContext<'_>, _value: i64) {}
}

fn main() {}
