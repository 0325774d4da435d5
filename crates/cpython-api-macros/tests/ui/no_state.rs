//! The state comes second.
use cpython_api::prelude::*;

#[pyfunction]
fn f(ctx: &ThreadContext<'_>, value: i64) -> i64 {
    value
}

fn main() {}
