// The twin of `payload_field_missing.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
pub struct Reader {
    position: u64,
    at_end: bool,
}

#[pymethods]
impl Reader {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self { position: 0, at_end: false }
    }
}
