//! How deep a thread is in Rust callbacks: one table for the whole process.
//!
//! Each shared object has its own Rust thread-locals, and every `%%rust` cell is one. A count kept there would give
//! module B a permit to detach while module A, further up the same stack, relies on being attached. The first module
//! makes the table, a capsule in the interpreter's own dict holds it, and every later module finds it there.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::CStr;
use std::ptr::{NonNull, null, null_mut};
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use cpython_sys::PyThreadState;

use crate::c_api;
use crate::context::ThreadContext;
use crate::err::{PyImportError, PyResult};

/// The key in the interpreter's dict, and the name of the capsule.
pub(crate) const CAPSULE: &CStr = c"cpython_api.depth";
/// Raised with every change of `SharedTable` or `Slot`: modules of different layouts must not share one.
const VERSION: u32 = 1;

/// The count of one thread state. Never freed: a thread state's address is used again, and so is its slot.
#[repr(C)]
struct Slot {
    /// Written by the thread that has the state attached. Atomic, since a state may move to another OS thread.
    depth: AtomicUsize,
    /// `PyThreadState_GetID`: tells a new state at an old address from the old one.
    id: AtomicU64,
}

/// What the capsule points to. `find` is code of the module that made the table, so that the map behind it is only
/// touched by the compiler that laid it out.
#[repr(C)]
struct SharedTable {
    version: u32,
    find: unsafe extern "C" fn(table: *const SharedTable, tstate: usize, id: u64) -> *const Slot,
    map: *const SlotMap,
}

// SAFETY: the map is behind a mutex and never freed.
unsafe impl Sync for SharedTable {}
// SAFETY: as above.
unsafe impl Send for SharedTable {}

type SlotMap = Mutex<HashMap<usize, &'static Slot>>;

/// This module's pointer to the table, null until the module is created.
static TABLE: AtomicPtr<SharedTable> = AtomicPtr::new(null_mut());

thread_local! {
    /// The last state seen on this OS thread and its slot: the map is asked once per thread and module.
    static LAST: Cell<(*mut PyThreadState, *const Slot)> = const { Cell::new((null_mut(), null())) };
}

/// One entry, counted. Restores the count it found.
pub(crate) struct Depth {
    slot: &'static Slot,
    previous: usize,
}

impl Depth {
    /// # Safety
    /// `tstate` is the attached thread state of this OS thread.
    #[inline]
    pub(crate) unsafe fn enter(tstate: NonNull<PyThreadState>) -> Self {
        let (last, slot) = LAST.get();
        let slot = if last == tstate.as_ptr() {
            slot
        } else {
            // SAFETY: the caller's condition.
            unsafe { find(tstate) }
        };
        // SAFETY: slots are never freed.
        let slot = unsafe { &*slot };
        let previous = slot.depth.load(Ordering::Relaxed);
        slot.depth.store(previous + 1, Ordering::Relaxed);
        Self { slot, previous }
    }

    #[inline]
    pub(crate) fn is_outermost(&self) -> bool {
        self.previous == 0
    }
}

impl Drop for Depth {
    #[inline]
    fn drop(&mut self) {
        self.slot.depth.store(self.previous, Ordering::Relaxed);
    }
}

/// # Safety
/// `tstate` is the attached thread state of this OS thread.
#[cold]
unsafe fn find(tstate: NonNull<PyThreadState>) -> *const Slot {
    let mut table = TABLE.load(Ordering::Acquire);
    if table.is_null() {
        // Not reached: a module's first callback is its creation, which joins before it counts.
        table = make_table();
        TABLE.store(table, Ordering::Release);
    }
    // SAFETY: the state is attached, so alive.
    let id = unsafe { c_api::tstate_id(tstate) };
    // SAFETY: a table is never freed, and `find` is its own.
    let slot = unsafe { ((*table).find)(table, tstate.as_ptr() as usize, id) };
    LAST.set((tstate.as_ptr(), slot));
    slot
}

unsafe extern "C" fn find_in_table(table: *const SharedTable, tstate: usize, id: u64) -> *const Slot {
    // SAFETY: the caller passes the table it called this through; its map is never freed.
    let map = unsafe { &*(*table).map };
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = *map
        .entry(tstate)
        .or_insert_with(|| Box::leak(Box::new(Slot { depth: AtomicUsize::new(0), id: AtomicU64::new(id) })));
    if slot.id.swap(id, Ordering::Relaxed) != id {
        // A thread that was killed, or lost in a fork, left its count behind.
        slot.depth.store(0, Ordering::Relaxed);
    }
    slot
}

fn make_table() -> *mut SharedTable {
    let map: &'static SlotMap = Box::leak(Box::default());
    Box::leak(Box::new(SharedTable { version: VERSION, find: find_in_table, map }))
}

/// Find the process's table, or become its maker. Called before the creation of a module counts itself.
pub(crate) fn join(ctx: &ThreadContext<'_>) -> PyResult<()> {
    let shared = c_api::share_capsule(ctx, CAPSULE, || make_table().cast())?.cast::<SharedTable>();
    // SAFETY: the capsule holds what some module's `make_table` made, and the version is its first field in all of them.
    if unsafe { (*shared).version } != VERSION {
        let text = "this module and an earlier one were built with different releases of cpython-api; \
                    restart the interpreter";
        return Err(PyImportError::raise(ctx, text));
    }
    TABLE.store(shared, Ordering::Release);
    Ok(())
}
