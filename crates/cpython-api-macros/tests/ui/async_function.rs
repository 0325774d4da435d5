//! A Python function of ours is not async.
use cpython_api::prelude::*;

#[pyfunction]
async fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}

fn main() {}
