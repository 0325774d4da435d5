// The twin of `default_of_another_type.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (value = 1))]
fn default_of_another_type(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: default_of_another_type, state: NoState, methods: [default_of_another_type] }
