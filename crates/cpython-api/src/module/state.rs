//! The state's storage, its phases, and how a call finds it.

use std::cell::UnsafeCell;
use std::mem::{MaybeUninit, align_of, size_of};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use cpython_sys::{self as ffi, PyObject};

use super::ModuleState;
use crate::c_api;
use crate::context::ThreadContext;
use crate::err::{PyResult, PySystemError};

/// Where the state is in its life. CPython hands out zeroed memory, so zero is the start.
pub(super) mod phase {
    pub(in crate::module) const UNINITIALIZED: u8 = 0;
    pub(in crate::module) const INITIALIZING: u8 = 1;
    pub(in crate::module) const FAILED_WITHOUT_VALUE: u8 = 2;
    pub(in crate::module) const EXECUTING: u8 = 3;
    pub(in crate::module) const READY: u8 = 4;
    pub(in crate::module) const FAILED_WITH_VALUE: u8 = 5;
    pub(in crate::module) const CLEARING: u8 = 6;
    pub(in crate::module) const CLEARED: u8 = 7;
    pub(in crate::module) const CLEAR_FAILED: u8 = 8;
    pub(in crate::module) const DROPPING: u8 = 9;
    pub(in crate::module) const DROPPED: u8 = 10;
}

/// Tells our storage from another module's memory of the same size.
const MAGIC: u64 = u64::from_le_bytes(*b"rs-state");

/// What CPython allocates for each module object.
#[repr(C)]
pub(crate) struct StateStorage<S> {
    magic: AtomicU64,
    pub(super) phase: AtomicU8,
    pub(super) value: UnsafeCell<MaybeUninit<S>>,
}

impl<S: ModuleState> StateStorage<S> {
    /// The size for `m_size`. Evaluating it checks that the allocator's alignment is enough.
    pub(super) const SIZE: usize = {
        assert!(
            align_of::<Self>() <= align_of::<u64>(),
            "the state's alignment exceeds what CPython's allocator gives"
        );
        assert!(size_of::<Self>() <= isize::MAX as usize);
        size_of::<Self>()
    };

    /// The storage of a module object, unless it has none yet.
    ///
    /// # Safety
    /// `module` is a live module made by `export_module!` with the state `S`.
    pub(super) unsafe fn of<'a>(module: *mut PyObject) -> Option<&'a Self> {
        // SAFETY: the caller's condition; CPython frees the memory with the module.
        unsafe { c_api::module_state(module).cast::<Self>().as_ref() }
    }

    pub(super) fn claim(&self) -> bool {
        self.magic.store(MAGIC, Ordering::Relaxed);
        let claimed =
            self.phase.compare_exchange(phase::UNINITIALIZED, phase::INITIALIZING, Ordering::AcqRel, Ordering::Acquire);
        claimed.is_ok()
    }

    /// # Safety
    /// The phase says that the value is there, and nobody lends it mutably.
    #[inline]
    pub(super) unsafe fn value(&self) -> &S {
        // SAFETY: the caller's condition.
        unsafe { (*self.value.get()).assume_init_ref() }
    }
}

/// The state of the module that a function was called on.
///
/// # Safety
/// `module` is a live object for `'a`.
#[inline]
pub(crate) unsafe fn module_state<'a, S: ModuleState>(
    ctx: &ThreadContext<'_>,
    module: *mut PyObject,
) -> PyResult<&'a S> {
    if let Some(state) = S::NOTHING {
        return Ok(state);
    }
    // SAFETY: the caller's condition.
    if unsafe { c_api::module_state_size(module) } == Some(StateStorage::<S>::SIZE) {
        // SAFETY: a module whose state has the size of ours. If it is not ours, the reads below are of initialised
        // memory of that size, and the mark tells.
        if let Some(storage) = unsafe { StateStorage::<S>::of(module) } {
            if storage.magic.load(Ordering::Relaxed) == MAGIC && storage.phase.load(Ordering::Acquire) == phase::READY {
                // SAFETY: ready: the value is there, and is lent mutably only after the module is unreachable.
                return Ok(unsafe { storage.value() });
            }
        }
    }
    Err(not_ready(ctx))
}

/// The state of the module that a type was made for.
///
/// # Safety
/// `class` is a live type for `'a`, made by a `ClassDef` whose class has the state `S`.
#[inline]
pub(crate) unsafe fn type_state<'a, S: ModuleState>(
    ctx: &ThreadContext<'_>,
    class: *mut ffi::PyTypeObject,
) -> PyResult<&'a S> {
    // SAFETY: the caller's condition. The type keeps its module alive, and the memory is that of the module's state.
    let storage = unsafe { c_api::type_module_state(class).map(|state| state.cast::<StateStorage<S>>().as_ref()) };
    match storage {
        Some(storage) if storage.phase.load(Ordering::Acquire) == phase::READY => {
            // SAFETY: ready: the value is there, and is lent mutably only after the module is unreachable.
            Ok(unsafe { storage.value() })
        }
        _ => Err(not_ready(ctx)),
    }
}

#[cold]
fn not_ready(ctx: &ThreadContext<'_>) -> crate::PyErrRaised {
    PySystemError::raise(ctx, "the module is not ready: its state is not initialised, or already cleared")
}
