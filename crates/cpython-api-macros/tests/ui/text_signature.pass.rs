// The twin of `text_signature.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (mark = "…"), text_signature = "($module, /, mark='\\u2026')")]
fn text_signature(_ctx: &ThreadContext<'_>, _state: &NoState, mark: &str) -> String {
    mark.to_owned()
}

#[pyclass]
pub struct Marker {}

#[pymethods]
impl Marker {
    #[pyfunction(signature = (level = 0))]
    fn mark(&self, _ctx: &ThreadContext<'_>, _state: &NoState, level: i64) -> i64 {
        level
    }
}

export_module! { name: text_signature, state: NoState, methods: [text_signature], classes: [Marker] }
