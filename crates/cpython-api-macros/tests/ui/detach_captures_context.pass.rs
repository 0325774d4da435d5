// The twin of `detach_captures_context.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &mut ThreadContext<'_>) -> PyResult<()> {
    ctx.detach(|| {})?;
    let _none = ctx.none();
    Ok(())
}
