// The twin of `slash_first.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value, /))]
fn slash_first(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: slash_first, state: NoState, methods: [slash_first] }
