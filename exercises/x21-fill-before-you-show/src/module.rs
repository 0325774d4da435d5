//! Given: what a function returns until you have written it.

use cpython_api::prelude::*;

/// `NotImplementedError`, with the name of the function.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet<T>(ctx: &ThreadContext<'_>, function: &str, _arguments: impl Sized) -> PyResult<T> {
    Err(PyNotImplementedError::raise(ctx, function))
}
