//! A result is not yet the value.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> usize {
    object.len(ctx) + 1
}

fn main() {}
