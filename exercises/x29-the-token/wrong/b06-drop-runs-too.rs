//! wrong: B06
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build ends the process when a count falls below zero.
//! Gives the address away, and the reference back.
mod module; // two functions that use all this, and `PyInit_x29`: given, read it once

use std::marker::PhantomData;
use std::ptr::NonNull;

use cpython_sys::*;

/// Marks what holds for this thread alone, and for exactly the time `'py`: not for a shorter one, not for a longer one.
pub type Attached<'py> = PhantomData<(fn(&'py ()) -> &'py (), *mut ())>;

/// The proof that this thread is attached, for `'py`.
pub struct Token<'py> {
    _attached: Attached<'py>,
}

/// Run `body` with a token.
///
/// # Safety
/// This thread is attached, and stays so until `body` has returned.
pub unsafe fn with_token<R>(body: impl for<'py> FnOnce(&Token<'py>) -> R) -> R {
    body(&Token { _attached: PhantomData })
}

/// A reference to an object, ours until it is dropped. To use it takes a token of the same time.
pub struct Object<'py> {
    pointer: NonNull<PyObject>,
    _attached: Attached<'py>,
}

impl<'py> Object<'py> {
    /// Take over a new reference. NULL becomes `None`.
    ///
    /// # Safety
    /// `pointer` is NULL, or the caller owns the reference and gives it away.
    pub unsafe fn from_new(_token: &Token<'py>, pointer: *mut PyObject) -> Option<Self> {
        Some(Self { pointer: NonNull::new(pointer)?, _attached: PhantomData })
    }

    /// `len(object)`. `None`: it has none, and an exception is set.
    pub fn length(&self, _token: &Token<'py>) -> Option<usize> {
        let length = unsafe { PyObject_Size(self.pointer.as_ptr()) };
        usize::try_from(length).ok()
    }

    /// The object's address, on its way out: the reference now belongs to whoever gets it.
    pub fn into_pointer(self) -> *mut PyObject {
        let pointer = self.pointer.as_ptr();
        pointer
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        unsafe { Py_DECREF(self.pointer.as_ptr()) };
    }
}
