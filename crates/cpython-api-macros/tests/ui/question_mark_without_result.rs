//! `?` needs a function that returns a `PyResult`.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> usize {
    object.len(ctx)?
}

fn main() {}
