//! The three handles: who owns, who touches, and what a drop does.

use std::sync::{Mutex, PoisonError};

use cpython_api::diagnostics;
use cpython_api::prelude::*;

use crate::state::State;

/// A reference outside every module's state, reachable from any thread.
static STORED: Mutex<Option<Py<PyAny>>> = Mutex::new(None);

fn take_stored() -> Option<Py<PyAny>> {
    STORED.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[pyfunction(signature = ())]
pub(crate) fn nothing(_ctx: &ThreadContext<'_>, _state: &State) {}

#[pyfunction(signature = (value, /))]
pub(crate) fn echo<'a, 'py>(
    _ctx: &ThreadContext<'py>,
    _state: &State,
    value: Borrowed<'a, 'py, PyAny>,
) -> Borrowed<'a, 'py, PyAny> {
    value
}

/// Through every form: owned, unbound, bound again, cloned.
#[pyfunction(signature = (value, /))]
pub(crate) fn echo_owned<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    value: Borrowed<'_, 'py, PyAny>,
) -> Bound<'py, PyAny> {
    let stored = value.to_owned(ctx).unbind();
    let second = stored.clone_ref(ctx).into_bound(ctx);
    let third = second.clone_ref(ctx);
    second.drop_with(ctx);
    drop(third);
    let back = stored.bind(ctx).to_owned(ctx);
    stored.drop_with(ctx);
    back
}

#[pyfunction(signature = (value, /))]
pub(crate) fn store(_ctx: &ThreadContext<'_>, _state: &State, value: Py<PyAny>) {
    let before = STORED.lock().unwrap_or_else(PoisonError::into_inner).replace(value);
    // The old reference goes back after the lock: its object's finalizer may come here.
    drop(before);
}

#[pyfunction(signature = ())]
pub(crate) fn take(_ctx: &ThreadContext<'_>, _state: &State) -> Option<Py<PyAny>> {
    take_stored()
}

/// A leak that safe code can always write.
#[pyfunction(signature = (value, /))]
pub(crate) fn forget(_ctx: &ThreadContext<'_>, _state: &State, value: Py<PyAny>) {
    std::mem::forget(value);
}

#[pyfunction(signature = ())]
pub(crate) fn drop_attached(_ctx: &ThreadContext<'_>, _state: &State) {
    drop(take_stored());
}

#[pyfunction(signature = ())]
pub(crate) fn drop_detached(ctx: &mut ThreadContext<'_>, _state: &State) -> PyResult<()> {
    ctx.detach(|| drop(take_stored()))
}

/// Dropped on a thread that Python has never seen.
#[pyfunction(signature = ())]
pub(crate) fn drop_in_thread(_ctx: &ThreadContext<'_>, _state: &State) {
    std::thread::scope(|scope| {
        scope.spawn(|| drop(take_stored()));
    });
}

#[pyfunction(signature = ())]
pub(crate) fn detached_drops(_ctx: &ThreadContext<'_>, _state: &State) -> usize {
    diagnostics::detached_drops()
}

/// Drops `count` references while detached, as another thread runs Python: each must be leaked and noted.
#[pyfunction(signature = (value, count, /))]
pub(crate) fn drop_many_detached(
    ctx: &mut ThreadContext<'_>,
    _state: &State,
    value: Py<PyAny>,
    count: usize,
) -> PyResult<()> {
    let many: Vec<Py<PyAny>> = (0..count).map(|_| value.clone_ref(ctx)).collect();
    ctx.detach(move || {
        for reference in many {
            std::thread::yield_now();
            drop(reference);
        }
    })
}

#[pyfunction(signature = (object, name, /))]
pub(crate) fn attribute<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    object: Borrowed<'_, 'py, PyAny>,
    name: &str,
) -> PyResult<Bound<'py, PyAny>> {
    object.setattr(ctx, name, "set")?;
    object.getattr(ctx, name)
}

#[pyfunction(signature = (object, name, *arguments))]
pub(crate) fn method<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    object: Borrowed<'a, 'py, PyAny>,
    name: &str,
    arguments: Vec<Borrowed<'a, 'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    object.call_method(ctx, name, &arguments)
}

/// `list(object)`, `len(object)`, `repr(object)`, by hand.
#[pyfunction(signature = (object, /))]
pub(crate) fn items<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    object: Borrowed<'_, 'py, PyAny>,
) -> PyResult<(Bound<'py, PyList>, usize, Bound<'py, PyStr>, bool)> {
    let list = PyList::new(ctx)?;
    let mut iterator = object.iter(ctx)?;
    while let Some(item) = iterator.next(ctx)? {
        list.as_borrowed().append(ctx, item)?;
    }
    Ok((list, object.len(ctx)?, object.repr(ctx)?, object.is_true(ctx)?))
}

#[pyfunction(signature = (left, right, /))]
pub(crate) fn same<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    left: Borrowed<'_, 'py, PyAny>,
    right: Borrowed<'_, 'py, PyAny>,
) -> PyResult<(bool, bool)> {
    Ok((left.is(right), left.eq(ctx, right)?))
}

#[pyfunction(signature = (tuple, /))]
pub(crate) fn tuple_end<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    tuple: Borrowed<'a, 'py, PyTuple>,
) -> PyResult<Borrowed<'a, 'py, PyAny>> {
    match tuple.size().checked_sub(1) {
        Some(last) => tuple.item(ctx, last),
        None => Err(PyIndexError::raise(ctx, "the tuple is empty")),
    }
}
