//! There is one context for an entry.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>) -> ThreadContext<'py> {
    ctx.clone()
}

fn main() {}
