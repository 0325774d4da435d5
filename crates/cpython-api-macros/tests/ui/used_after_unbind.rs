//! After `unbind` the reference is elsewhere.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) -> bool {
    let object = ctx.none();
    let _stored = object.unbind();
    object.as_borrowed().is_none()
}

fn main() {}
