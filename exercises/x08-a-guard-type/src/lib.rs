//! X08, A guard type: a reference that is given back by itself.
//!
//! In C you write `Py_DECREF` on every way out of a function. In Rust you write it once, in `drop`.

mod module; // the functions of Python that use your guard, and `PyInit_x08`: given, read them once

use std::ptr::NonNull;

use cpython_sys::*;

/// One reference that belongs to this value. When the value goes, the reference is given back.
pub struct Owned(NonNull<PyObject>);

impl Owned {
    /// Take over what a C function has just returned: a new reference, or NULL, which is `None`
    /// here.
    ///
    /// # Safety
    /// `pointer` is NULL, or a reference that the caller owns and gives away with this call.
    pub unsafe fn from_new(pointer: *mut PyObject) -> Option<Owned> {
        // region: todo Put the pointer into a guard, unless it is NULL. No count changes: the reference moves in.
        // starter: module::not_written_yet(c"Owned::from_new", pointer);
        // starter: None
        NonNull::new(pointer).map(Owned)
        // endregion
    }

    /// Lend the pointer, to a function that borrows its arguments. The guard still owns the
    /// reference.
    pub fn as_ptr(&self) -> *mut PyObject {
        self.0.as_ptr()
    }

    /// Return a second guard for the same object, with a reference of its own.
    pub fn clone_ref(&self) -> Owned {
        // region: todo Make one more reference, and a guard that owns it.
        // starter: module::not_written_yet(c"Owned::clone_ref", self.as_ptr());
        // starter: Owned(self.0)
        // SAFETY: the thread is attached, and the guard keeps the object alive.
        unsafe { Py_INCREF(self.as_ptr()) };
        Owned(self.0)
        // endregion
    }

    /// Hand the reference over: to the caller of a C function, or to a function that steals.
    pub fn into_ptr(self) -> *mut PyObject {
        // region: todo Return the pointer, and keep `drop` from giving the reference back: it is not yours any more.
        // starter: module::not_written_yet(c"Owned::into_ptr", self.as_ptr())
        let pointer = self.as_ptr();
        std::mem::forget(self);
        pointer
        // endregion
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // region: todo Give the reference back. Rust calls this for every guard that goes out of scope.
        // starter:
        // SAFETY: the thread is attached, and the guard owns the reference that it gives back.
        unsafe { Py_DECREF(self.as_ptr()) };
        // endregion
    }
}
