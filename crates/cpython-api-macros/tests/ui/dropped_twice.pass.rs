// The twin of `dropped_twice.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) {
    let object = ctx.none();
    object.clone_ref(ctx).drop_with(ctx);
    object.drop_with(ctx);
}
