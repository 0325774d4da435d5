// The twin of `function_of_another_state.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub struct State;

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
fn two(_ctx: &ThreadContext<'_>, _state: &State, value: i64) -> i64 {
    value
}

export_module! { name: function_of_another_state, state: State, methods: [one, two] }
