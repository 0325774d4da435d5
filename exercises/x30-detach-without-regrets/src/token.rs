//! Given: the token and the object of X29. Nothing here is yours to change.

use std::marker::PhantomData;
use std::ptr::NonNull;

use cpython_sys::*;

/// Holds for this thread alone, and for exactly the time `'py`.
type Attached<'py> = PhantomData<(fn(&'py ()) -> &'py (), *mut ())>;

/// The proof that this thread is attached, for `'py`.
pub struct Token<'py> {
    _attached: Attached<'py>,
}

/// Run `body` with a token.
///
/// # Safety
/// This thread is attached, and stays so until `body` has returned.
pub unsafe fn with_token<R>(body: impl for<'py> FnOnce(&mut Token<'py>) -> R) -> R {
    body(&mut Token { _attached: PhantomData })
}

/// A reference to an object, ours until it is dropped.
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
        // SAFETY: the token says that the thread is attached; the object is ours.
        usize::try_from(unsafe { PyObject_Size(self.pointer.as_ptr()) }).ok()
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        // SAFETY: the reference is ours. An `Object` cannot leave the time or the thread of its token.
        unsafe { Py_DECREF(self.pointer.as_ptr()) };
    }
}
