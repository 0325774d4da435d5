//! The pending exception.

use super::*;

/// Whether an exception is pending. A field of the thread state, which the context has at hand: `PyErr_Occurred`
/// would look the state up again, and every callback asks.
#[inline]
pub(crate) fn error_occurred(ctx: Ctx) -> bool {
    let state = ctx.as_ptr();
    // SAFETY: the state is attached, so alive, and its exception is changed by this thread alone.
    #[cfg(Py_3_12)]
    let pending = unsafe { (*state).current_exception };
    // SAFETY: as above.
    #[cfg(not(Py_3_12))]
    let pending = unsafe { (*state).curexc_type };
    !pending.is_null()
}

pub(crate) fn clear_error(_ctx: Ctx) {
    // SAFETY: attached.
    unsafe { ffi::PyErr_Clear() }
}

pub(crate) fn error_matches(ctx: Ctx, class: *mut PyObject) -> bool {
    // SAFETY: attached, with an exception pending (else the function would read null), and `class` is alive.
    error_occurred(ctx) && unsafe { ffi::PyErr_ExceptionMatches(class) != 0 }
}

#[cold]
pub(crate) fn raise(ctx: Ctx, class: NonNull<PyObject>, message: &str) -> PyErrRaised {
    if let Ok(text) = str_from(ctx, message) {
        // SAFETY: attached; a live type (the function itself checks that it is an exception) and a live text.
        unsafe { ffi::PyErr_SetObject(class.as_ptr(), text.ptr().as_ptr()) };
    }
    raised(ctx)
}

/// `SystemError` with a fixed text, for the boundary: it runs no code of a user and does not unwind.
///
/// # Safety
/// A thread state is attached.
#[cold]
pub(crate) unsafe fn set_system_error(message: &CStr) {
    // SAFETY: the caller's condition; the variable holds a type that lives as long as the interpreter.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_SystemError, message.as_ptr()) }
}

/// `SystemError` with a text made at run time. Falls back to what the failure itself raises (`MemoryError`).
///
/// # Safety
/// A thread state is attached.
#[cold]
pub(crate) unsafe fn set_system_error_text(message: &str) {
    // SAFETY: the caller's condition. The text is decoded with `replace`, which fails for lack of memory only.
    unsafe {
        let text = ffi::PyUnicode_DecodeUTF8(message.as_ptr().cast(), message.len() as Py_ssize_t, c"replace".as_ptr());
        if !text.is_null() {
            ffi::PyErr_SetObject(ffi::PyExc_SystemError, text);
            ffi::Py_DECREF(text);
        }
    }
}

/// Hand the pending exception to `sys.unraisablehook`: for callbacks that cannot raise.
///
/// # Safety
/// A thread state is attached; `object` is alive or null.
#[cold]
pub(crate) unsafe fn write_unraisable(object: *mut PyObject) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyErr_WriteUnraisable(object) }
}

/// Set the pending exception aside while `f` runs, and put it back.
///
/// # Safety
/// A thread state is attached.
pub(crate) unsafe fn with_error_saved<R>(f: impl FnOnce() -> R) -> R {
    #[cfg(Py_3_12)]
    {
        // SAFETY: the caller's condition; the reference that the first call gives is what the second takes.
        let saved = unsafe { ffi::PyErr_GetRaisedException() };
        let result = f();
        // SAFETY: as above.
        unsafe { ffi::PyErr_SetRaisedException(saved) };
        result
    }
    #[cfg(not(Py_3_12))]
    {
        let (mut class, mut value, mut trace) = (null_mut(), null_mut(), null_mut());
        // SAFETY: the caller's condition; the references that the first call gives are what the second takes.
        unsafe { ffi::PyErr_Fetch(&mut class, &mut value, &mut trace) };
        let result = f();
        // SAFETY: as above.
        unsafe { ffi::PyErr_Restore(class, value, trace) };
        result
    }
}

/// Take the pending exception.
#[cfg(Py_3_12)]
fn take_raised<'py>(ctx: Ctx<'_, 'py>, _error: PyErrRaised) -> Option<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null.
    let value = unsafe { ffi::PyErr_GetRaisedException() };
    // SAFETY: a new reference.
    NonNull::new(value).map(|value| unsafe { Bound::from_owned_ptr(ctx, value) })
}

/// Take the pending exception.
#[cfg(not(Py_3_12))]
fn take_raised<'py>(ctx: Ctx<'_, 'py>, _error: PyErrRaised) -> Option<Bound<'py, PyAny>> {
    let (mut class, mut value, mut trace) = (null_mut(), null_mut(), null_mut());
    // SAFETY: attached; the three references are ours afterwards, and normalising keeps them so.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut value, &mut trace);
        ffi::PyErr_NormalizeException(&mut class, &mut value, &mut trace);
        ffi::Py_XDECREF(class);
        ffi::Py_XDECREF(trace);
    }
    // SAFETY: a new reference.
    NonNull::new(value).map(|value| unsafe { Bound::from_owned_ptr(ctx, value) })
}

/// `TypeError: prefix: message` instead of `TypeError: message`. Subclasses and other types stay as they are.
#[cold]
pub(crate) fn prefix_type_error(ctx: Ctx, prefix: &str, error: PyErrRaised) -> PyErrRaised {
    // SAFETY: attached; the variable holds a type.
    let class = unsafe { ffi::PyExc_TypeError };
    if !error_matches(ctx, class) {
        return error;
    }
    let Some(value) = take_raised(ctx, error) else {
        return crate::err::PyTypeError::raise(ctx, prefix);
    };
    let text = to_str(ctx, value.as_borrowed());
    match text.and_then(|text| text.to_str(ctx).map(|text| format!("{prefix}: {text}"))) {
        Ok(text) => crate::err::PyTypeError::raise(ctx, text),
        Err(error) => error,
    }
}
