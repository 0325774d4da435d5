// The twin of `used_after_unbind.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) -> bool {
    let object = ctx.none();
    let stored = object.unbind();
    stored.bind(ctx).is_none()
}
