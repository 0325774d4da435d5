//! The signature names what the function has.
use cpython_api::prelude::*;

#[pyfunction(signature = (value, more))]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
