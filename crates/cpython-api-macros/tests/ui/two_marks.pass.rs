// The twin of `two_marks.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[getter]
    fn level(&self, _ctx: &ThreadContext<'_>) -> i64 {
        1
    }
}
