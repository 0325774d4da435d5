//! A lock that a thread waits for without keeping the interpreter from the others.

use std::cell::UnsafeCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::c_api::{self, RawLock};
use crate::context::ThreadContext;
use crate::err::{PyResult, PyRuntimeError};
use crate::gc::{GcField, RustOnly, Sealed, TraverseResult, Visit};

/// Nobody. No OS thread has this identity.
const NOBODY: usize = 0;

/// A value that one thread at a time may change: for the fields of a class, whose methods get `&self`.
///
/// Taking it tries first. If another thread has it, the lock itself releases the thread state and waits: no closure of a
/// user runs meanwhile, so it works at any depth, where `detach` would be refused. `PyMutex` from 3.13 on.
///
/// A thread that takes it twice gets `RuntimeError` instead of waiting for itself. Two locks taken in two orders still
/// wait for each other for ever: neither Rust nor this prevents that. Waiting does not end on Ctrl-C.
///
/// The collector does not look inside: see [`NoHandles`].
pub struct PyLock<T> {
    raw: RawLock,
    owner: AtomicUsize,
    poisoned: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: the value goes to one thread at a time, as with a `Mutex`, so it must be `Send` and need not be `Sync`.
unsafe impl<T: Send> Sync for PyLock<T> {}

/// The lock is held; dropping this releases it. It may be kept while detached.
#[must_use = "the lock is released when this is dropped"]
pub struct PyLockGuard<'l, T> {
    lock: &'l PyLock<T>,
    /// Panicking when it was taken: a panic that began before is not the holder's.
    panicking: bool,
    /// Stays on its thread, whose identity the lock remembers.
    _thread: PhantomData<*mut ()>,
}

// SAFETY: a shared guard gives a shared reference to the value, no more.
unsafe impl<T: Sync> Sync for PyLockGuard<'_, T> {}

impl<T> PyLock<T> {
    /// A free lock over `value`.
    pub const fn new(value: T) -> Self {
        Self {
            raw: RawLock::new(),
            owner: AtomicUsize::new(NOBODY),
            poisoned: AtomicBool::new(false),
            value: UnsafeCell::new(value),
        }
    }

    /// Take the lock, waiting for it if need be. `RuntimeError` if this thread has it already, or if a thread panicked
    /// while it held the lock, since the value may then be half changed.
    pub fn lock<'l>(&'l self, ctx: &ThreadContext<'_>) -> PyResult<PyLockGuard<'l, T>> {
        if !self.raw.try_acquire() {
            if self.owner.load(Ordering::Relaxed) == c_api::os_thread() {
                return Err(PyRuntimeError::raise(ctx, "this thread holds the lock already"));
            }
            self.raw.acquire(ctx);
        }
        self.owner.store(c_api::os_thread(), Ordering::Relaxed);
        let guard = PyLockGuard { lock: self, panicking: std::thread::panicking(), _thread: PhantomData };
        if self.poisoned.load(Ordering::Relaxed) {
            // First: raising may run code that comes here.
            drop(guard);
            return Err(PyRuntimeError::raise(ctx, "a thread panicked while it held the lock"));
        }
        Ok(guard)
    }

    /// The value is whole again, for reasons that the caller knows: forget that a holder panicked.
    pub fn clear_poison(&self) {
        self.poisoned.store(false, Ordering::Relaxed);
    }

    /// The value, without locking: nobody else has the lock, since it is lent exclusively.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T: Default> Default for PyLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> fmt::Debug for PyLock<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PyLock(..)")
    }
}

impl<T> Deref for PyLockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the lock is held, and this is the one guard of it.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for PyLockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held, and this is the one guard of it, lent exclusively.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for PyLockGuard<'_, T> {
    fn drop(&mut self) {
        if !self.panicking && std::thread::panicking() {
            self.lock.poisoned.store(true, Ordering::Relaxed);
        }
        self.lock.owner.store(NOBODY, Ordering::Relaxed);
        // SAFETY: this guard holds the lock, and is gone after this.
        unsafe { self.lock.raw.release() }
    }
}

/// The author's word that a type keeps no handle of a Python object, which a [`PyLock`] would hide from the collector.
///
/// A wrong word leaks the cycles that go through such a handle; it frees nothing too early.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may own references to Python objects, which the lock hides from the collector",
    note = "if it owns none, say so: `impl NoHandles for {Self} {{}}`; else keep the references in fields beside the lock"
)]
pub trait NoHandles {}

impl<T: RustOnly> NoHandles for T {}

impl<T> Sealed for PyLock<T> {}
impl<T: NoHandles> GcField for PyLock<T> {
    const OWNS: bool = false;

    /// Nothing is reported: the collector must not wait, and a value that a detached holder changes meanwhile must not
    /// be read. An edge that is never reported is one that keeps its object alive.
    fn traverse(&self, _visit: &Visit<'_>) -> TraverseResult {
        Ok(())
    }

    fn clear(&mut self, _ctx: &ThreadContext<'_>) {}
}
