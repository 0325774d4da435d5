//! A constructor makes the whole payload at once.
use cpython_api::prelude::*;

#[pyclass]
struct Reader {
    position: u64,
    at_end: bool,
}

#[pymethods]
impl Reader {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self { position: 0 }
    }
}

fn main() {}
