//! Detaching needs the context alone.
use cpython_api::prelude::*;

fn f(ctx: &mut ThreadContext<'_>) -> PyResult<i32> {
    let lent = &*ctx;
    let answer = ctx.detach(|| 1);
    let _none = lent.none();
    answer
}

fn main() {}
