// The twin of `state_is_not_a_state.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn state_is_not_a_state(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: state_is_not_a_state, state: NoState, methods: [state_is_not_a_state] }
