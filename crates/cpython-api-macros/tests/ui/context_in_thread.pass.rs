// The twin of `context_in_thread.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>) {
    let number = std::thread::scope(|scope| scope.spawn(|| 1).join());
    drop(number);
    ctx.none().drop_with(ctx);
}
