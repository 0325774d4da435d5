//! The state comes second.
use cpython_api::prelude::*;

#[pyfunction]
fn f(ctx: &ThreadContext<'_>, text: &str) -> usize {
    text.len()
}

fn main() {}
