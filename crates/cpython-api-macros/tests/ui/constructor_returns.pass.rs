// The twin of `constructor_returns.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self {}
    }
}
