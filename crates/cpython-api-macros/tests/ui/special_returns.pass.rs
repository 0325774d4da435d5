// The twin of `special_returns.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
        0
    }

    #[pyfunction]
    fn __hash__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> u64 {
        0
    }

    #[pyfunction]
    fn __repr__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> String {
        String::new()
    }

    #[pyfunction]
    fn __next__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> Option<i64> {
        None
    }

    #[pyfunction]
    fn __contains__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _item: i64) -> bool {
        false
    }

    #[pyfunction]
    fn __eq__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _other: i64) -> PyResult<bool> {
        Ok(false)
    }
}
