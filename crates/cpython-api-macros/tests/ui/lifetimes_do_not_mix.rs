//! A handle belongs to the attachment it was made in.
use cpython_api::prelude::*;

fn f<'a, 'b>(ctx: &ThreadContext<'a>, object: &Bound<'b, PyAny>) {
    let _second = object.clone_ref(ctx);
}

fn main() {}
