//! The second parameter is a module state.
use cpython_api::prelude::*;

struct State;

#[pyfunction]
fn f(_ctx: &ThreadContext<'_>, _state: &State) {}

fn main() {}
