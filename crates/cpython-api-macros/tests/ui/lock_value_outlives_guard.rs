//! The value is lent for as long as the lock is held.
use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

fn f<'l>(ctx: &ThreadContext<'_>, total: &'l PyLock<u64>) -> PyResult<&'l u64> {
    let guard = total.lock(ctx)?;
    Ok(&guard)
}

fn main() {}
