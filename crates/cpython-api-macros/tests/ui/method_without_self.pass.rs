// The twin of `method_without_self.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[staticmethod]
    fn count(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}
