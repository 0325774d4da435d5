//! What went wrong without a way to say so at once: references dropped while detached.

use std::sync::atomic::{AtomicUsize, Ordering};

/// An atomic count: noting must not allocate, lock, panic or touch Python.
static DETACHED_DROPS: AtomicUsize = AtomicUsize::new(0);

/// How many references this module leaked because a handle was dropped on a thread that was not attached.
///
/// Zero in a correct module. Use `drop_with(ctx)`, or keep the handle out of detached code.
pub fn detached_drops() -> usize {
    DETACHED_DROPS.load(Ordering::Relaxed)
}

pub(crate) fn note_detached_drop() {
    DETACHED_DROPS.fetch_add(1, Ordering::Relaxed);
}
