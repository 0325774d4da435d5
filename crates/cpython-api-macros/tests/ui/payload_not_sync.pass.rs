// The twin of `payload_not_sync.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Counter {
    value: AttachedCell<Option<i64>>,
    seen: std::sync::Arc<i64>,
}

#[pymethods]
impl Counter {}
