//! Nobody chooses how long a call lasts.
use cpython_api::prelude::*;

#[pyfunction]
fn f(_ctx: &ThreadContext<'static>, _state: &NoState) {}

fn main() {}
