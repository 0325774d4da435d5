//! wrong: B06
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build ends the process when a count falls below zero.
//! Takes the pointer out and lets the guard drop: the caller gets what was given back.
mod module;

use std::ptr::NonNull;

use cpython_sys::*;

/// One reference that belongs to this value. When the value goes, the reference is given back.
pub struct Owned(NonNull<PyObject>);

impl Owned {
    /// Take over what a C function has just returned: a new reference, or NULL, which is `None` here.
    ///
    /// # Safety
    /// `pointer` is NULL, or a reference that the caller owns and gives away with this call.
    pub unsafe fn from_new(pointer: *mut PyObject) -> Option<Owned> {
        NonNull::new(pointer).map(Owned)
    }

    /// Lend the pointer, to a function that borrows its arguments. The guard still owns the reference.
    pub fn as_ptr(&self) -> *mut PyObject {
        self.0.as_ptr()
    }

    /// Return a second guard for the same object, with a reference of its own.
    pub fn clone_ref(&self) -> Owned {
        unsafe { Py_INCREF(self.as_ptr()) };
        Owned(self.0)
    }

    /// Hand the reference over: to the caller of a C function, or to a function that steals.
    pub fn into_ptr(self) -> *mut PyObject {
        self.as_ptr()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        unsafe { Py_DECREF(self.as_ptr()) };
    }
}
