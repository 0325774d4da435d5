//! A reference is given back once.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) {
    let object = ctx.none();
    object.drop_with(ctx);
    object.drop_with(ctx);
}

fn main() {}
