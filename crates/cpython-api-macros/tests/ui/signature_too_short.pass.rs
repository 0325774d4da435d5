// The twin of `signature_too_short.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn signature_too_short(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: signature_too_short, state: NoState, methods: [signature_too_short] }
