//! The context cannot be used in the code that runs without it.
use cpython_api::prelude::*;

fn f(ctx: &mut ThreadContext<'_>) -> PyResult<()> {
    ctx.detach(|| {
        let _none = ctx.none();
    })
}

fn main() {}
