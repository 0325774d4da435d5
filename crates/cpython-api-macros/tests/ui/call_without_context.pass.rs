// The twin of `call_without_context.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>, object: &Bound<'py, PyAny>) -> PyResult<usize> {
    object.as_borrowed().len(ctx)
}
