// The twin of `detach_captures_bound.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &mut ThreadContext<'_>, object: Py<PyAny>) -> PyResult<Py<PyAny>> {
    ctx.detach(move || {
        let inside = object;
        inside
    })
}
