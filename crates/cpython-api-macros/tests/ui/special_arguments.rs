//! C fixes the arguments of all but `__call__`.
use cpython_api::prelude::*;

#[pyclass]
struct First {}

#[pymethods]
impl First {
    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _more: i64) -> usize {
        0
    }
}

#[pyclass]
struct Second {}

#[pymethods]
impl Second {
    #[pyfunction]
    fn __contains__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> bool {
        false
    }
}

#[pyclass]
struct Third {}

#[pymethods]
impl Third {
    #[pyfunction(signature = (key = 1))]
    fn __getitem__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, key: i64) -> i64 {
        key
    }
}

fn main() {}
