// The twin of `text_after_drop.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) -> PyResult<usize> {
    let object = PyStr::new(ctx, "abc")?;
    let length = object.to_str(ctx)?.len();
    drop(object);
    Ok(length)
}
