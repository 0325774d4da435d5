// The twin of `result_used_as_value.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> PyResult<usize> {
    Ok(object.len(ctx)? + 1)
}
