// The twin of `detach_returns_bound.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &mut ThreadContext<'py>, object: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let stored = object.unbind();
    let stored = ctx.detach(move || stored)?;
    Ok(stored.into_bound(ctx))
}
