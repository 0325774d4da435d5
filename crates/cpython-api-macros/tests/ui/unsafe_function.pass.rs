// The twin of `unsafe_function.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn unsafe_function(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: unsafe_function, state: NoState, methods: [unsafe_function] }
