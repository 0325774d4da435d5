//! A module takes functions of its own state only.
use cpython_api::prelude::*;

struct State;

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self)
    }
}

#[pyfunction(signature = (value))]
fn one(_ctx: &ThreadContext<'_>, _state: &State, value: i64) -> i64 {
    value
}

#[pyfunction(signature = (value))]
fn two(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: m, state: State, methods: [one, two] }

fn main() {}
