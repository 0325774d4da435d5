//! X19, Two kinds of string: Python counts code points, Rust counts bytes of UTF-8.
//!
//! A `str` of Python may also hold what no `&str` of Rust can: half of a surrogate pair.

mod module; // what stands in for a function that is not written yet: given

use cpython_api::prelude::*;

/// `text[::-1]`
#[pyfunction(signature = (text, /))]
fn reverse<'py>(ctx: &ThreadContext<'py>, _state: &NoState, text: Borrowed<'_, 'py, PyStr>) -> PyResult<String> {
    // region: todo Get the `&str` with `text.to_str(ctx)`, which may raise, and turn its characters round.
    // starter: module::not_written_yet(ctx, "reverse", text)
    Ok(text.to_str(ctx)?.chars().rev().collect())
    // endregion
}

/// The position of `part` in `text`, as Python counts it. `None` when it is not there.
#[pyfunction(signature = (text, part, /))]
fn find<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    text: Borrowed<'_, 'py, PyStr>,
    part: Borrowed<'_, 'py, PyStr>,
) -> PyResult<Option<usize>> {
    // region: todo `str::find` of Rust answers in bytes. How many characters stand before that byte?
    // starter: module::not_written_yet(ctx, "find", (text, part))
    let (text, part) = (text.to_str(ctx)?, part.to_str(ctx)?);
    Ok(text.find(part).map(|at| text[..at].chars().count()))
    // endregion
}

/// `text[:length]`
#[pyfunction(signature = (text, length, /))]
fn shorten<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    text: Borrowed<'_, 'py, PyStr>,
    length: usize,
) -> PyResult<String> {
    // region: todo The first `length` characters, or all when there are fewer.
    // starter: module::not_written_yet(ctx, "shorten", (text, length))
    Ok(text.to_str(ctx)?.chars().take(length).collect())
    // endregion
}

export_module! { name: x19, state: NoState, methods: [reverse, find, shorten] }
