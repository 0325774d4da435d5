//! Detaching, and who may.

use std::time::Duration;

use cpython_api::prelude::*;

use crate::state::State;

#[pyfunction(signature = ())]
pub(crate) fn may_detach(ctx: &ThreadContext<'_>, _state: &State) -> bool {
    ctx.may_detach()
}

#[pyfunction(signature = ())]
pub(crate) fn detach(ctx: &mut ThreadContext<'_>, _state: &State) -> PyResult<i32> {
    ctx.detach(|| 7)
}

#[pyfunction(signature = ())]
pub(crate) fn detach_or_stay(ctx: &mut ThreadContext<'_>, _state: &State) -> i32 {
    ctx.detach_or_stay(|| 8)
}

#[pyfunction(signature = (function, /))]
pub(crate) fn call<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    function.call(ctx, &[])
}

/// Call Python, whatever comes of it, then detach: the permit must have survived.
#[pyfunction(signature = (function, /))]
pub(crate) fn call_then_detach<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<i32> {
    if let Err(error) = function.call(ctx, &[]) {
        error.clear(ctx);
    }
    ctx.detach(|| 9)
}

#[pyfunction(signature = (milliseconds, /))]
pub(crate) fn sleep_detached(ctx: &mut ThreadContext<'_>, _state: &State, milliseconds: u64) -> PyResult<()> {
    ctx.detach(|| std::thread::sleep(Duration::from_millis(milliseconds)))
}
