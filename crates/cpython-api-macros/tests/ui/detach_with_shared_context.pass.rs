// The twin of `detach_with_shared_context.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &mut ThreadContext<'_>) -> PyResult<i32> {
    ctx.detach(|| 1)
}
