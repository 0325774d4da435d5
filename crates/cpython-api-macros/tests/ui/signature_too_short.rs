//! The signature names every parameter.
use cpython_api::prelude::*;

#[pyfunction(signature = ())]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
