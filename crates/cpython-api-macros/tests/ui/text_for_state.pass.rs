// The twin of `text_for_state.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn text_for_state(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: text_for_state, state: NoState, methods: [text_for_state] }
