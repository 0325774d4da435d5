// The twin of `lock_value_outlives_guard.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::{PyLock, PyLockGuard};

pub fn f<'l>(ctx: &ThreadContext<'_>, total: &'l PyLock<u64>) -> PyResult<PyLockGuard<'l, u64>> {
    total.lock(ctx)
}
