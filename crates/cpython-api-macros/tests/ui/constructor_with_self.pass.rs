// The twin of `constructor_with_self.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> PyResult<Self> {
        Ok(Self {})
    }
}
