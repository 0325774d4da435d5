//! The context comes first, the state second.
use cpython_api::prelude::*;

#[pyfunction]
fn f() -> i64 {
    1
}

fn main() {}
