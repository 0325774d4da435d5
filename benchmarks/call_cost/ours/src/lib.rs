//! The functions of the benchmark with `cpython-api`.

use cpython_api::prelude::*;

#[pyfunction(signature = ())]
fn noop(_ctx: &ThreadContext<'_>, _state: &NoState) {}

#[pyfunction(signature = (value, /))]
fn one_int(_ctx: &ThreadContext<'_>, _state: &NoState, value: i64) -> i64 {
    value
}

#[pyfunction(signature = (data, /))]
fn xor_bytes(_ctx: &ThreadContext<'_>, _state: &NoState, data: &[u8]) -> i64 {
    data.iter().fold(0_u8, |sum, byte| sum ^ byte).into()
}

#[pyfunction(signature = (data, /))]
fn copy_bytes<'py>(ctx: &ThreadContext<'py>, _state: &NoState, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new(ctx, data)
}

export_module! { name: call_cost_ours, state: NoState, methods: [noop, one_int, xor_bytes, copy_bytes] }
