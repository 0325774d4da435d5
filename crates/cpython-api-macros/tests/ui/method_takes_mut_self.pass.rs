// The twin of `method_takes_mut_self.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {
    value: AttachedCell<i64>,
}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn add(&self, ctx: &ThreadContext<'_>, _state: &NoState) -> PyResult<()> {
        self.value.with(ctx, |value| *value += 1)
    }
}
