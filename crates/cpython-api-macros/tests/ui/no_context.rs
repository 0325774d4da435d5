//! The context comes first.
use cpython_api::prelude::*;

#[pyfunction]
fn f(value: i64) -> i64 {
    value
}

fn main() {}
