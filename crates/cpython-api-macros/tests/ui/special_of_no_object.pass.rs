// The twin of `special_of_no_object.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
        0
    }
}
