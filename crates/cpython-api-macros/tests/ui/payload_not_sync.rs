//! Python shares an object between threads.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {
    value: AttachedCell<Option<std::cell::Cell<i64>>>,
    seen: std::rc::Rc<i64>,
}

#[pymethods]
impl Counter {}

fn main() {}
