//! Bytes-like arguments, and every way out of a function that has one.

use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

use crate::locks::State;

#[pyfunction(signature = (data, /))]
pub(crate) fn read<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
) -> PyResult<(usize, bool, Bound<'py, PyBytes>)> {
    let content = PyBytes::new(ctx, &data.read(ctx)?)?;
    Ok((data.len(), data.is_borrowed(), content))
}

#[pyfunction(signature = (data, /))]
pub(crate) fn sum_detached<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
) -> PyResult<u64> {
    let content = data.read(ctx)?;
    ctx.detach(|| content.iter().map(|byte| u64::from(*byte)).sum())
}

#[pyfunction(signature = (data, size, between, /))]
pub(crate) fn chunks<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
    size: usize,
    between: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Vec<Vec<u8>>> {
    let mut pieces = Vec::new();
    let mut chunks = data.chunks(size);
    while let Some(piece) = chunks.next(ctx)? {
        pieces.push(ctx.detach(|| piece.to_vec())?);
        between.call(ctx, &[])?;
    }
    Ok(pieces)
}

/// Python runs while the view is held: it may write to the memory, and may not resize it.
#[pyfunction(signature = (data, function, /))]
pub(crate) fn call_then_read<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Vec<u8>> {
    function.call(ctx, &[])?;
    Ok(data.read(ctx)?.to_vec())
}

/// The first is taken when the second is refused.
#[pyfunction(signature = (first, second, /))]
pub(crate) fn both<'py>(
    _ctx: &ThreadContext<'py>,
    _state: &State,
    first: PyBuffer<'_, 'py>,
    second: PyBuffer<'_, 'py>,
) -> usize {
    first.len() + second.len()
}

#[pyfunction(signature = (data, /))]
pub(crate) fn fail<'py>(ctx: &ThreadContext<'py>, _state: &State, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    let content = data.read(ctx)?;
    Err(PyValueError::raise(ctx, format!("{} bytes were taken", content.len())))
}

#[pyfunction(signature = (data, /))]
pub(crate) fn panic<'py>(ctx: &ThreadContext<'py>, _state: &State, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    let content = data.read(ctx)?;
    panic!("{} bytes were taken", content.len());
}

#[pyfunction(signature = (data, /))]
pub(crate) fn panic_detached<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
) -> PyResult<usize> {
    let content = data.read(ctx)?;
    ctx.detach(|| panic!("{} bytes were taken", content.len()))
}

/// The one way to keep a view for ever. Safe code can do it, as with any guard.
#[pyfunction(signature = (data, /))]
pub(crate) fn forget<'py>(_ctx: &ThreadContext<'py>, _state: &State, data: PyBuffer<'_, 'py>) {
    std::mem::forget(data);
}
