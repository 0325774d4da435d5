//! Errors both ways, and panics in every part of a call.

use std::panic::panic_any;

use cpython_api::prelude::*;

use crate::state::State;

#[pyfunction(signature = (message, /))]
pub(crate) fn raise_value_error(ctx: &ThreadContext<'_>, _state: &State, message: &str) -> PyResult<()> {
    Err(PyValueError::raise(ctx, message))
}

#[pyfunction(signature = (message, /))]
pub(crate) fn raise_custom(ctx: &ThreadContext<'_>, state: &State, message: &str) -> PyResult<()> {
    Err(state.error(ctx)?.raise(ctx, message))
}

/// Returns a marker whose exception has been cleared.
#[pyfunction(signature = ())]
pub(crate) fn stale_error(ctx: &ThreadContext<'_>, _state: &State) -> PyResult<()> {
    let stale = PyValueError::raise(ctx, "the first");
    PyValueError::raise(ctx, "the second").clear(ctx);
    Err(stale)
}

/// Breaks the promise of `assume_set`: nothing is pending.
#[pyfunction(signature = ())]
pub(crate) fn lying_marker(ctx: &ThreadContext<'_>, _state: &State) -> PyResult<()> {
    // SAFETY: none: that a debug build notices is what the test is about; the boundary keeps the rest sound.
    Err(unsafe { PyErrRaised::assume_set(ctx) })
}

/// Returns a result while an exception is pending.
#[pyfunction(signature = (value, /))]
pub(crate) fn result_with_error<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    value: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let _forgotten = PyValueError::raise(ctx, "forgotten");
    Ok(value.to_owned(ctx))
}

/// Calls `function` and turns its `LookupError` into `None`.
#[pyfunction(signature = (function, /))]
pub(crate) fn swallow<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    match function.call(ctx, &[]) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.matches(ctx, PyLookupError::class(ctx)) => {
            error.clear(ctx);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[pyfunction(signature = ())]
pub(crate) fn panic_text(_ctx: &ThreadContext<'_>, _state: &State) {
    panic!("a fixed text");
}

#[pyfunction(signature = (number, /))]
pub(crate) fn panic_format(_ctx: &ThreadContext<'_>, _state: &State, number: i64) {
    panic!("the number {number}");
}

#[pyfunction(signature = ())]
pub(crate) fn panic_value(_ctx: &ThreadContext<'_>, _state: &State) {
    panic_any(42_u8);
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("the payload's drop");
    }
}

/// A payload whose own drop panics: the process ends.
#[pyfunction(signature = ())]
pub(crate) fn panic_on_drop(_ctx: &ThreadContext<'_>, _state: &State) {
    panic_any(PanicsOnDrop);
}

#[pyfunction(signature = ())]
pub(crate) fn panic_detached(ctx: &mut ThreadContext<'_>, _state: &State) -> PyResult<()> {
    ctx.detach(|| panic!("while detached"))
}

pub(crate) struct Panics;

impl<'a, 'py> FromPyObject<'a, 'py> for Panics {
    fn extract(_ctx: &ThreadContext<'py>, _obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        panic!("in the argument");
    }
}

impl<'py> IntoPyObject<'py> for Panics {
    fn into_pyobject(self, _ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        panic!("in the result");
    }
}

#[pyfunction(signature = (_value, /))]
pub(crate) fn panic_argument(_ctx: &ThreadContext<'_>, _state: &State, _value: Panics) {}

#[pyfunction(signature = ())]
pub(crate) fn panic_output(_ctx: &ThreadContext<'_>, _state: &State) -> Panics {
    Panics
}
