//! Not every Rust type has a Python counterpart.
use cpython_api::prelude::*;

struct Point;

#[pyfunction]
fn f(_ctx: &ThreadContext<'_>, _state: &NoState, _point: Point) {}

fn main() {}
