// The twin of `setter_name.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[setter]
    fn set_level(&self, _ctx: &ThreadContext<'_>, _value: i64) {}
}
