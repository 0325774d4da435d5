// The twin of `static_context.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn static_context(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: static_context, state: NoState, methods: [static_context] }
