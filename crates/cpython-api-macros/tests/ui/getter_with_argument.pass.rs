// The twin of `getter_with_argument.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn level(&self, _ctx: &ThreadContext<'_>, _state: &NoState, base: i64) -> i64 {
        base
    }
}
