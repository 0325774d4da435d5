//! Python calls one function, not a family.
use cpython_api::prelude::*;

#[pyfunction]
fn f<T>(_ctx: &ThreadContext<'_>, _state: &NoState, _value: Vec<T>) {}

fn main() {}
