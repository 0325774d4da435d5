// The twin of `error_in_thread.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) -> PyResult<()> {
    Err(PyValueError::raise(ctx, "x"))
}
