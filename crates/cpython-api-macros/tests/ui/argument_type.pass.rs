// The twin of `argument_type.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn argument_type(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: argument_type, state: NoState, methods: [argument_type] }
