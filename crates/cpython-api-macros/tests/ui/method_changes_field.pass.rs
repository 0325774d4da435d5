// The twin of `method_changes_field.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {
    items: AttachedCell<Vec<i64>>,
}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn add(&self, ctx: &ThreadContext<'_>, _state: &NoState, item: i64) -> PyResult<()> {
        self.items.with(ctx, |items| items.push(item))
    }
}
