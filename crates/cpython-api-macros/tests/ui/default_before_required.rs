//! A parameter without a default comes first.
use cpython_api::prelude::*;

#[pyfunction(signature = (a = 1, b))]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
