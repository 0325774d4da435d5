// The twin of `no_parameters.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value))]
fn no_parameters(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: no_parameters, state: NoState, methods: [no_parameters] }
