//! X29, The token: a value that proves that this thread is attached, and types that hold others to
//! it.
//!
//! Types are also made for what they refuse: `snippets/` has six texts that compile as it stands,
//! and must not (a seventh, `longer.rs`, is refused already).

mod module; // two functions that use all this, and `PyInit_x29`: given, read it once

use std::marker::PhantomData;
use std::ptr::NonNull;

use cpython_sys::*;

/// Marks what holds for this thread alone, and for exactly the time `'py`: not for a shorter one,
/// not for a longer one.
// region: todo A marker is a type that is never there. Make it a pair: one half ties it to `'py`, one to this thread.
// starter: pub type Attached<'py> = PhantomData<&'py ()>;
pub type Attached<'py> = PhantomData<(fn(&'py ()) -> &'py (), *mut ())>;
// endregion

/// The proof that this thread is attached, for `'py`.
// region: todo Who can copy a proof can keep one. It is lent, and nothing else.
// starter: #[derive(Clone, Copy)]
// endregion
pub struct Token<'py> {
    _attached: Attached<'py>,
}

/// Run `body` with a token.
///
/// # Safety
/// This thread is attached, and stays so until `body` has returned.
// region: todo The condition is the caller's to promise. And nobody chooses `'py`: `body` takes a token of any time.
// starter: pub fn with_token<R>(body: impl FnOnce(&Token<'static>) -> R) -> R {
pub unsafe fn with_token<R>(body: impl for<'py> FnOnce(&Token<'py>) -> R) -> R {
    // endregion
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
        // region: todo An object that is not NULL, with its marker.
        // starter: let _ = pointer;
        // starter: module::not_written_yet("from_new")
        Some(Self { pointer: NonNull::new(pointer)?, _attached: PhantomData })
        // endregion
    }

    /// `len(object)`. `None`: it has none, and an exception is set.
    // region: todo This takes any token. Ask for one of the time of this object.
    // starter: pub fn length(&self, _token: &Token<'_>) -> Option<usize> {
    pub fn length(&self, _token: &Token<'py>) -> Option<usize> {
        // endregion
        // SAFETY: the token says that the thread is attached; the object is ours.
        let length = unsafe { PyObject_Size(self.pointer.as_ptr()) };
        // region: todo -1 means that it failed, and no other negative number comes.
        // starter: let _ = length;
        // starter: module::not_written_yet("length")
        usize::try_from(length).ok()
        // endregion
    }

    /// The object's address, on its way out: the reference now belongs to whoever gets it.
    pub fn into_pointer(self) -> *mut PyObject {
        // region: todo The address. This ends the object too, and `drop` must not run.
        // starter: std::ptr::null_mut() // not written yet
        let pointer = self.pointer.as_ptr();
        std::mem::forget(self);
        pointer
        // endregion
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        // SAFETY: the reference is ours. An `Object` cannot leave the time or the thread of its
        // token.
        unsafe { Py_DECREF(self.pointer.as_ptr()) };
    }
}
