// The twin of `signature_name.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn signature_name(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: signature_name, state: NoState, methods: [signature_name] }
