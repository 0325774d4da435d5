// The twin of `double_star.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyfunction(signature = (*, value))]
fn double_star(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

export_module! { name: double_star, state: NoState, methods: [double_star] }
