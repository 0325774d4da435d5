// The twin of `special_not_filled.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[pyfunction]
    fn add(&self, _ctx: &ThreadContext<'_>, _state: &NoState, other: i64) -> i64 {
        other
    }
}
