// The twin of `detach_while_context_is_lent.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &mut ThreadContext<'_>) -> PyResult<i32> {
    let lent = &*ctx;
    let _none = lent.none();
    ctx.detach(|| 1)
}
