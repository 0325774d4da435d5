// The twin of `text_is_not_static.rs`: the same, as it should be.
use cpython_api::prelude::*;

fn keep(_text: String) {}

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> PyResult<()> {
    keep(String::extract(ctx, object)?);
    Ok(())
}
