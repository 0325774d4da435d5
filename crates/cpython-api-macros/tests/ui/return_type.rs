//! Not every Rust type has a Python counterpart.
use cpython_api::prelude::*;

struct Point;

#[pyfunction]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState) -> Point {
    Point
}

fn main() {}
