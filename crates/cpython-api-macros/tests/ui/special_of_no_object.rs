//! A special method is of an object.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[staticmethod]
    fn __len__(_ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
        0
    }
}

fn main() {}
