//! The proof that this thread is attached: `ThreadContext`, how a callback gets one, and how it detaches.

use std::marker::PhantomData;
use std::ptr::NonNull;

use cpython_sys::PyThreadState;

use crate::c_api;
use crate::depth::Depth;
use crate::err::{PyResult, PyRuntimeError};

/// Invariant in `'py`, neither `Send` nor `Sync`: what every value that relies on attachment carries.
pub(crate) type Attached<'py> = PhantomData<(fn(&'py ()) -> &'py (), *mut ())>;

/// The current OS thread has an attached CPython thread state for `'py`.
///
/// Only the glue of a callback makes one, so a function that takes it can be called from Python code alone.
pub struct ThreadContext<'py> {
    ptr: NonNull<PyThreadState>,
    detach: Option<DetachPermit<'py>>,
    _marker: Attached<'py>,
}

/// The outermost Rust callback of a thread may detach; an inner one may not, since an outer one relies on staying
/// attached.
struct DetachPermit<'py> {
    _marker: PhantomData<&'py mut RustEntryGuard>,
}

/// One entry from Python into Rust: counted on the way in, restored on the way out, unwinding included.
pub(crate) struct RustEntryGuard {
    ptr: NonNull<PyThreadState>,
    depth: Depth,
}

impl RustEntryGuard {
    /// # Safety
    /// `ptr` is the attached thread state of this OS thread.
    #[inline]
    unsafe fn enter(ptr: NonNull<PyThreadState>) -> Self {
        // SAFETY: the caller's condition is the callee's.
        Self { ptr, depth: unsafe { Depth::enter(ptr) } }
    }

    #[inline]
    fn context<'scope>(&'scope mut self) -> ThreadContext<'scope> {
        let detach = self.depth.is_outermost().then_some(DetachPermit { _marker: PhantomData });
        ThreadContext { ptr: self.ptr, detach, _marker: PhantomData }
    }
}

/// Run the body of a callback with a context. The closure takes any `'py`, so nothing that is attached can leave it.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
#[inline]
pub(crate) unsafe fn with_current<R>(f: impl for<'py> FnOnce(&mut ThreadContext<'py>) -> R) -> R {
    // SAFETY: the caller says that a thread state is attached.
    let ptr = unsafe { c_api::current_attached_tstate() };
    // SAFETY: it is the attached one: just asked.
    let mut entry = unsafe { RustEntryGuard::enter(ptr) };
    let mut ctx = entry.context();
    f(&mut ctx)
}

/// As [`with_current`], uncounted and without a permit: for the moment before the module knows the depth table.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
pub(crate) unsafe fn with_current_uncounted<R>(f: impl for<'py> FnOnce(&ThreadContext<'py>) -> R) -> R {
    // SAFETY: the caller says that a thread state is attached.
    let ptr = unsafe { c_api::current_attached_tstate() };
    f(&ThreadContext { ptr, detach: None, _marker: PhantomData })
}

impl ThreadContext<'_> {
    /// Run `f` with the thread state detached, so that other threads can run Python meanwhile.
    ///
    /// `Send` keeps every attached value out of `f` and out of its result. A callback that Python called while another
    /// Rust callback is active on this thread has no permit: `RuntimeError`, and `f` does not run.
    pub fn detach<F, R>(&mut self, f: F) -> PyResult<R>
    where
        F: FnOnce() -> R + Send,
        R: Send,
    {
        if self.detach.is_none() {
            return Err(PyRuntimeError::raise(self, "cannot detach inside another Rust callback of the same thread"));
        }
        Ok(self.detached(f))
    }

    /// As [`detach`](Self::detach), but without a permit `f` runs attached.
    ///
    /// For ports: the C code they replace releases the GIL at any depth. Not in the August text.
    pub fn detach_or_stay<F, R>(&mut self, f: F) -> R
    where
        F: FnOnce() -> R + Send,
        R: Send,
    {
        if self.detach.is_none() { f() } else { self.detached(f) }
    }

    /// Whether [`detach`](Self::detach) would run its closure. Not in the August text.
    pub fn may_detach(&self) -> bool {
        self.detach.is_some()
    }

    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut PyThreadState {
        self.ptr.as_ptr()
    }

    fn detached<R>(&mut self, f: impl FnOnce() -> R) -> R {
        // SAFETY: the state is attached for `'py`, and the exclusive borrow keeps this context unused until the guard
        // has attached it again.
        let _guard = unsafe { DetachGuard::detach(self.ptr) };
        f()
    }
}

/// Attaches the same state again when dropped, on a panic too.
struct DetachGuard(NonNull<PyThreadState>);

impl DetachGuard {
    /// # Safety
    /// `expected` is attached to this OS thread, and no value that relies on that is used before the guard drops.
    unsafe fn detach(expected: NonNull<PyThreadState>) -> Self {
        // SAFETY: the caller's conditions.
        let saved = unsafe { c_api::save_thread() };
        debug_assert_eq!(saved, expected.as_ptr());
        Self(expected)
    }
}

impl Drop for DetachGuard {
    fn drop(&mut self) {
        // SAFETY: the guard detached exactly this state, on this thread (it is not `Send`: a `NonNull`).
        unsafe { c_api::restore_thread(self.0) }
    }
}
