//! The slash follows a parameter.
use cpython_api::prelude::*;

#[pyfunction(signature = (/, value))]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
