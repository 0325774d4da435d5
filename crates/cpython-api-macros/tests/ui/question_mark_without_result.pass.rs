// The twin of `question_mark_without_result.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> PyResult<usize> {
    object.len(ctx)
}
