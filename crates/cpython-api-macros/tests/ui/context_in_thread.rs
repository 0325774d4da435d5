//! The proof of attachment belongs to one thread.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) {
    std::thread::scope(|scope| {
        scope.spawn(|| ctx.none().drop_with(ctx));
    });
}

fn main() {}
