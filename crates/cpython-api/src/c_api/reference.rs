//! Reference counts, and what C returns: a new reference, a status, or an exception.

use super::*;

#[inline]
pub(crate) fn incref(_ctx: Ctx, object: NonNull<PyObject>) {
    // SAFETY: attached; handles hold live objects only.
    unsafe { ffi::Py_INCREF(object.as_ptr()) }
}

#[inline]
pub(crate) fn decref(_ctx: Ctx, object: NonNull<PyObject>) {
    // SAFETY: attached; the caller took the pointer out of an owning handle.
    unsafe { ffi::Py_DECREF(object.as_ptr()) }
}

/// # Safety
/// A thread state is attached, and the caller owns the reference.
#[inline]
pub(crate) unsafe fn decref_attached(object: NonNull<PyObject>) {
    // SAFETY: the caller's conditions.
    unsafe { ffi::Py_DECREF(object.as_ptr()) }
}

/// A new reference from C, or the exception that came instead.
///
/// # Safety
/// `ptr` is a new reference to an object of type `T`, or null with an exception pending.
#[inline]
pub(crate) unsafe fn owned<'py, T>(ctx: Ctx<'_, 'py>, ptr: *mut PyObject) -> PyResult<Bound<'py, T>> {
    match NonNull::new(ptr) {
        // SAFETY: the caller's condition.
        Some(ptr) => Ok(unsafe { Bound::from_owned_ptr(ctx, ptr) }),
        None => Err(raised(ctx)),
    }
}

/// A status of C: negative with an exception pending, or not.
#[inline]
pub(super) fn status(ctx: Ctx, status: c_int) -> PyResult<c_int> {
    if status < 0 { Err(raised(ctx)) } else { Ok(status) }
}

/// The marker after a C function that reports failure by an exception.
#[cold]
pub(super) fn raised(ctx: Ctx) -> PyErrRaised {
    // SAFETY: private, and called only where the C API documents an exception for this result.
    unsafe { PyErrRaised::assume_set(ctx) }
}

/// # Safety
/// `class` is a type that lives as long as the interpreter.
#[inline]
pub(crate) unsafe fn static_type<'py>(ctx: Ctx<'_, 'py>, class: *mut PyObject) -> Borrowed<'static, 'py, PyType> {
    // SAFETY: the caller's condition; a type is never null after start-up.
    unsafe { Borrowed::from_ptr(ctx, NonNull::new_unchecked(class)) }
}
