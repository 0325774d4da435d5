//! A slice lives no longer than the handle that owns the object.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<&'py [u8]> {
    let bytes = PyBytes::new(ctx, b"abc")?;
    Ok(bytes.as_bytes())
}

fn main() {}
