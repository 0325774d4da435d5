// The twin of `context_is_not_made.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) {
    let _none = ctx.none();
}
