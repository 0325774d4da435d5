//! A default has the type of its parameter.
use cpython_api::prelude::*;

#[pyfunction(signature = (value = "x"))]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
