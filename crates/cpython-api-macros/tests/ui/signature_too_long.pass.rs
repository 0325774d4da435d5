// The twin of `signature_too_long.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn signature_too_long(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: signature_too_long, state: NoState, methods: [signature_too_long] }
