//! A text of Python is not for ever.
use cpython_api::prelude::*;

fn keep(_text: &'static str) {}

fn f(ctx: &ThreadContext<'_>, object: Borrowed<'_, '_, PyAny>) -> PyResult<()> {
    keep(<&str>::extract(ctx, object)?);
    Ok(())
}

fn main() {}
