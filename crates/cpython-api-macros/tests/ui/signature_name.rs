//! One name for both.
use cpython_api::prelude::*;

#[pyfunction(signature = (other))]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
