//! A result that may be an error is looked at.
use cpython_api::prelude::*;

#[deny(unused_must_use)]
fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) {
    object.getattr(ctx, "x");
}

fn main() {}
