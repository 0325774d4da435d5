//! What Rust's own heap holds: a leak there is invisible to Python's counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use cpython_api::prelude::*;

use crate::state::State;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: the system's allocator does the work; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        LIVE.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's condition.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
        // SAFETY: the caller's condition.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static HEAP: Counting = Counting;

/// How many blocks this shared object has allocated, and how many of them are alive.
#[pyfunction(signature = ())]
pub(crate) fn rust_heap(_ctx: &ThreadContext<'_>, _state: &State) -> (usize, usize) {
    let counted = (ALLOCATIONS.load(Ordering::Relaxed), LIVE.load(Ordering::Relaxed));
    // The tuple's own list is made after the count, the same for each call.
    counted
}

/// Every kind of parameter, and nothing that allocates: what binding alone does.
#[pyfunction(signature = (a, b = 1, *, strict = false))]
pub(crate) fn bound(_ctx: &ThreadContext<'_>, _state: &State, a: i64, b: i64, strict: bool) -> i64 {
    a + b + i64::from(strict)
}
