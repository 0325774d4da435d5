//! A function that detaches takes `&mut ThreadContext`.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) -> PyResult<i32> {
    ctx.detach(|| 1)
}

fn main() {}
