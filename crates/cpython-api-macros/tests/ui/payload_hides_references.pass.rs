// The twin of `payload_hides_references.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {}
