// The twin of `class_method_without_class.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[classmethod]
    fn count(_class: Borrowed<'_, '_, PyType<Self>>, _ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }
}
