//! An attached handle may not be used while detached.
use cpython_api::prelude::*;

fn f(ctx: &mut ThreadContext<'_>, object: &Bound<'_, PyAny>) -> PyResult<()> {
    ctx.detach(|| {
        let _inside = object;
    })
}

fn main() {}
