//! How deep a thread is in Rust callbacks: one table for the whole process.
//!
//! Each shared object has its own Rust thread-locals, and every `%%rust` cell is one. A count kept there would give
//! module B a permit to detach while module A, further up the same stack, relies on being attached. The first module
//! makes the table, a capsule in the interpreter's own dict holds it, and every later module finds it there.

use std::collections::HashMap;
use std::ffi::CStr;
use std::ptr::{NonNull, null_mut};
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
    /// The thread state's address. Never changes.
    tstate: usize,
    /// Written by the thread that has the state attached. Atomic, since a state may move to another OS thread.
    depth: AtomicUsize,
    /// `PyThreadState_GetID`: tells a new state at an old address from the old one.
    id: AtomicU64,
}

impl Slot {
    #[inline]
    fn is_of(&self, tstate: NonNull<PyThreadState>, id: u64) -> bool {
        self.tstate == tstate.as_ptr() as usize && self.id.load(Ordering::Relaxed) == id
    }
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

/// The slot found last, so that the map is asked once and not for every call. With the GIL one entry runs at a time:
/// one place for the process does, and costs less than a thread-local.
#[cfg(not(py_gil_disabled))]
mod last {
    use super::{AtomicPtr, Ordering, Slot, null_mut};

    static LAST: AtomicPtr<Slot> = AtomicPtr::new(null_mut());

    #[inline]
    pub(super) fn get() -> *const Slot {
        LAST.load(Ordering::Acquire)
    }

    pub(super) fn set(slot: *const Slot) {
        LAST.store(slot.cast_mut(), Ordering::Release);
    }
}

/// The slot found last. Without the GIL many threads enter at once: each keeps its own, or they would ask the map by
/// turns.
#[cfg(py_gil_disabled)]
mod last {
    use std::cell::Cell;

    use super::Slot;

    thread_local! {
        static LAST: Cell<*const Slot> = const { Cell::new(std::ptr::null()) };
    }

    #[inline]
    pub(super) fn get() -> *const Slot {
        LAST.get()
    }

    pub(super) fn set(slot: *const Slot) {
        LAST.set(slot);
    }
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
        // SAFETY: slots are never freed.
        let slot = match unsafe { last::get().as_ref() } {
            // SAFETY: the state is attached, so alive.
            Some(slot) if slot.is_of(tstate, unsafe { c_api::tstate_id(tstate) }) => slot,
            // SAFETY: the caller's condition; slots are never freed.
            _ => unsafe { &*find(tstate) },
        };
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
    last::set(slot);
    slot
}

unsafe extern "C" fn find_in_table(table: *const SharedTable, tstate: usize, id: u64) -> *const Slot {
    // SAFETY: the caller passes the table it called this through; its map is never freed.
    let map = unsafe { &*(*table).map };
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = *map
        .entry(tstate)
        .or_insert_with(|| Box::leak(Box::new(Slot { tstate, depth: AtomicUsize::new(0), id: AtomicU64::new(id) })));
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
