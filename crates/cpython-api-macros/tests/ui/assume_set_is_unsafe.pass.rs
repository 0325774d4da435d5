// The twin of `assume_set_is_unsafe.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) -> PyResult<()> {
    Err(PyValueError::raise(ctx, "what went wrong"))
}
