//! A borrowed handle lives no longer than its owner.
use cpython_api::prelude::*;

fn f<'a, 'py>(ctx: &ThreadContext<'py>) -> Borrowed<'a, 'py, PyAny> {
    let object = ctx.none();
    object.as_borrowed()
}

fn main() {}
