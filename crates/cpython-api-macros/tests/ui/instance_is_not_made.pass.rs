// The twin of `instance_is_not_made.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {}

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyInstance<Counter>>> {
    object.cast_into(ctx)
}
