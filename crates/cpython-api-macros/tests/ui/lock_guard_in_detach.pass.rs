// The twin of `lock_guard_in_detach.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

pub fn f(ctx: &mut ThreadContext<'_>, total: &PyLock<u64>) -> PyResult<()> {
    let mut guard = total.lock(ctx)?;
    let value = &mut *guard;
    ctx.detach(|| *value += 1)
}
