//! A text for `inspect`, which reads ASCII alone; of a method it is not taken.
use cpython_api::prelude::*;

#[pyfunction(signature = (mark = "…"), text_signature = "($module, /, mark='…')")]
fn text_signature(_ctx: &ThreadContext<'_>, _state: &NoState, mark: &str) -> String {
    mark.to_owned()
}

#[pyclass]
struct Marker {}

#[pymethods]
impl Marker {
    #[pyfunction(signature = (level = 0), text_signature = "($self, /, level=LOW)")]
    fn mark(&self, _ctx: &ThreadContext<'_>, _state: &NoState, level: i64) -> i64 {
        level
    }
}

fn main() {}
