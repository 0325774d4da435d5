//! The guard stays on its thread; what it guards may be lent to detached code.
use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

fn f(ctx: &mut ThreadContext<'_>, total: &PyLock<u64>) -> PyResult<()> {
    let mut guard = total.lock(ctx)?;
    ctx.detach(|| *guard += 1)
}

fn main() {}
