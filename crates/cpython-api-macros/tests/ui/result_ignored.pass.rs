// The twin of `result_ignored.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> PyResult<()> {
    object.getattr(ctx, "x")?;
    Ok(())
}
