//! Each slot wants values of one kind.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        0
    }

    #[pyfunction]
    fn __hash__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> String {
        String::new()
    }

    #[pyfunction]
    fn __repr__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        0
    }

    #[pyfunction]
    fn __next__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        0
    }

    #[pyfunction]
    fn __contains__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _item: i64) -> i64 {
        0
    }

    #[pyfunction]
    fn __eq__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _other: i64) -> String {
        String::new()
    }
}

fn main() {}
