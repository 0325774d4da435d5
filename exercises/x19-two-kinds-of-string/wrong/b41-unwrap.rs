//! wrong: B41
//! outcome: not_yet
//! Every text is UTF-8, so `unwrap` will do.
mod module; // what stands in for a function that is not written yet: given

use cpython_api::prelude::*;

/// `text[::-1]`
#[pyfunction(signature = (text, /))]
fn reverse<'py>(ctx: &ThreadContext<'py>, _state: &NoState, text: Borrowed<'_, 'py, PyStr>) -> PyResult<String> {
    Ok(text.to_str(ctx).unwrap().chars().rev().collect())
}

/// The position of `part` in `text`, as Python counts it. `None` when it is not there.
#[pyfunction(signature = (text, part, /))]
fn find<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    text: Borrowed<'_, 'py, PyStr>,
    part: Borrowed<'_, 'py, PyStr>,
) -> PyResult<Option<usize>> {
    let (text, part) = (text.to_str(ctx).unwrap(), part.to_str(ctx).unwrap());
    Ok(text.find(part).map(|at| text[..at].chars().count()))
}

/// `text[:length]`
#[pyfunction(signature = (text, length, /))]
fn shorten<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    text: Borrowed<'_, 'py, PyStr>,
    length: usize,
) -> PyResult<String> {
    Ok(text.to_str(ctx).unwrap().chars().take(length).collect())
}

export_module! { name: x19, state: NoState, methods: [reverse, find, shorten] }
