//! Python can keep no promise of safety.
use cpython_api::prelude::*;

#[pyfunction]
unsafe fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}

fn main() {}
