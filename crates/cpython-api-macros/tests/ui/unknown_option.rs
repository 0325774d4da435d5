//! The one option is the signature.
use cpython_api::prelude::*;

#[pyfunction(name = "g")]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

fn main() {}
