//! `AttachedCell`: what a payload may change, one user at a time, with an answer at once.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::context::ThreadContext;
use crate::err::{PyResult, PyRuntimeError};
use crate::gc::{GcField, Sealed, TraverseResult, Visit};

/// A value that methods may change although they get `&self`. Not in the August text, which leaves the question open.
///
/// Access needs an attached thread and never waits. Whoever comes while it is in use, from inside (Python code that the
/// user calls and that comes back) or from another thread, gets a `RuntimeError`: what `RefCell` answers with a panic.
/// To wait instead, use a lock.
///
/// The collector can look into it, as it cannot into a `Mutex`: a user is attached, so it is either under way, and the
/// collector is not, or it waits somewhere in Python, and stays where it is until the collector is done.
#[derive(Default)]
pub struct AttachedCell<T> {
    in_use: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: the flag lets one user in at a time, and hands what it wrote to the next (release, acquire).
unsafe impl<T: Send> Sync for AttachedCell<T> {}

/// Lets the next one in when dropped, on a panic too.
struct InUse<'a>(&'a AtomicBool);

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl<T> AttachedCell<T> {
    /// A cell with this value.
    pub const fn new(value: T) -> Self {
        Self { in_use: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Use the value. `RuntimeError` if it is in use already.
    ///
    /// Keep Python code out of `f` where you can: whatever it calls finds the cell in use. A value that `f` drops may
    /// run such code; return it, and drop it after.
    pub fn with<R>(&self, ctx: &ThreadContext<'_>, f: impl FnOnce(&mut T) -> R) -> PyResult<R> {
        if self.in_use.swap(true, Ordering::Acquire) {
            return Err(PyRuntimeError::raise(
                ctx,
                "the value is in use: by a caller of this call, or by another thread",
            ));
        }
        let _in_use = InUse(&self.in_use);
        // SAFETY: the flag was clear, and is set until the guard drops: there is no other user.
        Ok(f(unsafe { &mut *self.value.get() }))
    }

    /// Put a value in, and take out the one before. Drop it where Python code may run.
    pub fn replace(&self, ctx: &ThreadContext<'_>, value: T) -> PyResult<T> {
        self.with(ctx, |before| std::mem::replace(before, value))
    }

    /// Take the value out, and leave the default.
    pub fn take(&self, ctx: &ThreadContext<'_>) -> PyResult<T>
    where
        T: Default,
    {
        self.replace(ctx, T::default())
    }

    /// A copy of the value.
    pub fn get(&self, ctx: &ThreadContext<'_>) -> PyResult<T>
    where
        T: Copy,
    {
        self.with(ctx, |value| *value)
    }
}

impl<T> Sealed for AttachedCell<T> {}
impl<T: GcField> GcField for AttachedCell<T> {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        if self.in_use.load(Ordering::Acquire) {
            // What is not reported is not freed. The user cannot leave before the collection ends: leaving needs the
            // attachment that the collector has, or has stopped.
            return Ok(());
        }
        // SAFETY: not in use, and for the same reason nobody begins to use it meanwhile.
        unsafe { &*self.value.get() }.traverse(visit)
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        self.value.get_mut().clear(ctx);
    }

    fn release(self, ctx: &ThreadContext<'_>) {
        self.value.into_inner().release(ctx);
    }
}
