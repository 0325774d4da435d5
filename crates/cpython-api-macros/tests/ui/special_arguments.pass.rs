// The twin of `special_arguments.rs`: the same, as it should be.
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
    fn __contains__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, _item: i64) -> bool {
        false
    }

    #[pyfunction]
    fn __getitem__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, key: i64) -> i64 {
        key
    }

    #[pyfunction(signature = (key = 1))]
    fn __call__(&self, _ctx: &ThreadContext<'_>, _state: &NoState, key: i64) -> i64 {
        key
    }
}
