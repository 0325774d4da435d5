//! A second shared object, with Rust thread-locals of its own: module B of the depth tests.

use cpython_api::prelude::*;

/// Whether a detach would run here.
#[pyfunction(signature = ())]
fn may_detach(ctx: &mut ThreadContext<'_>, _state: &NoState) -> bool {
    ctx.may_detach()
}

/// Call a Python function from this module.
#[pyfunction(signature = (function, /))]
fn call<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    function.call(ctx, &[])
}

/// Detach, or raise.
#[pyfunction(signature = ())]
fn detach(ctx: &mut ThreadContext<'_>, _state: &NoState) -> PyResult<i32> {
    ctx.detach(|| 7)
}

export_module! {
    name: xxtestrustapi_other,
    state: NoState,
    methods: [may_detach, call, detach],
}
