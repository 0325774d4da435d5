//! A text lives no longer than the handle that owns the object.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) -> PyResult<usize> {
    let object = PyStr::new(ctx, "abc")?;
    let text = object.to_str(ctx)?;
    drop(object);
    Ok(text.len())
}

fn main() {}
