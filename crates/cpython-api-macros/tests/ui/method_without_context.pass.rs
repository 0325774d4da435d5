// The twin of `method_without_context.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn count(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}
