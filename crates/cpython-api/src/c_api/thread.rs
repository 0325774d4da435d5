//! Thread states: which is attached, detaching, what the interpreter shares.

use super::*;

/// # Safety
/// A thread state is attached. (Otherwise CPython ends the process with a message.)
#[inline]
pub(crate) unsafe fn current_attached_tstate() -> NonNull<PyThreadState> {
    // SAFETY: the caller's condition. The C function never returns null.
    unsafe { NonNull::new_unchecked(ffi::PyThreadState_Get()) }
}

/// Whether this OS thread has an attached thread state.
///
/// Free of the thread state: it reads a thread-local, or compares two pointers. May be called at any time.
#[inline]
pub(crate) fn is_attached() -> bool {
    // SAFETY: may be called without a thread state; that is what it is for.
    #[cfg(Py_3_13)]
    let attached = unsafe { !ffi::PyThreadState_GetUnchecked().is_null() };
    // SAFETY: as above. The name it had in 3.12, where the current state is a thread-local.
    #[cfg(all(Py_3_12, not(Py_3_13)))]
    let attached = unsafe { !ffi::_PyThreadState_UncheckedGet().is_null() };
    // SAFETY: as above. In 3.11 the current state is one variable of the process: on a detached thread it holds the
    // state of whoever runs. The thread's own state, kept in a thread-local, tells whether that is us.
    #[cfg(not(Py_3_12))]
    let attached = unsafe {
        let current = ffi::_PyThreadState_UncheckedGet();
        !current.is_null() && current == ffi::PyGILState_GetThisThreadState()
    };
    attached
}

/// # Safety
/// A thread state is attached, and nothing that relies on that is used before `restore_thread`.
pub(crate) unsafe fn save_thread() -> *mut PyThreadState {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyEval_SaveThread() }
}

/// # Safety
/// `tstate` was detached from this OS thread by `save_thread`.
pub(crate) unsafe fn restore_thread(tstate: NonNull<PyThreadState>) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyEval_RestoreThread(tstate.as_ptr()) }
}

/// What `PyThreadState_GetID` returns, read from the field: every entry compares it.
///
/// # Safety
/// `tstate` is alive.
#[inline]
pub(crate) unsafe fn tstate_id(tstate: NonNull<PyThreadState>) -> u64 {
    // SAFETY: the caller's condition; the field never changes.
    unsafe { (*tstate.as_ptr()).id }
}

/// Whether the current interpreter is the main one.
pub(crate) fn in_main_interpreter(_ctx: Ctx) -> bool {
    // SAFETY: attached; both functions return a pointer and take nothing.
    unsafe { ffi::PyInterpreterState_Get() == ffi::PyInterpreterState_Main() }
}

/// The pointer that the interpreter's own dict holds in a capsule called `name`; put there by the first caller.
pub(crate) fn share_capsule(
    ctx: Ctx,
    name: &'static CStr,
    make: impl FnOnce() -> *mut c_void,
) -> PyResult<*mut c_void> {
    // SAFETY: attached. The dict is borrowed from the interpreter, which outlives every module; null without an
    // exception when the interpreter has none.
    let dict = unsafe { ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get()) };
    if dict.is_null() {
        return Err(crate::err::PySystemError::raise(ctx, "the interpreter has no dict for the capsule"));
    }
    // SAFETY: `dict` is a dict, and the name ends in a NUL.
    let mut found = unsafe { ffi::PyDict_GetItemString(dict, name.as_ptr()) };
    if found.is_null() {
        // SAFETY: the name is `'static`, as a capsule needs.
        let capsule: Bound<'_, PyAny> = unsafe { owned(ctx, ffi::PyCapsule_New(make(), name.as_ptr(), None)) }?;
        let key = str_from(ctx, &name.to_string_lossy())?;
        // SAFETY: a dict, a key, a value. Borrowed back: ours, or what another thread put there a moment before.
        found = unsafe { ffi::PyDict_SetDefault(dict, key.ptr().as_ptr(), capsule.ptr().as_ptr()) };
    }
    if found.is_null() {
        return Err(raised(ctx));
    }
    // SAFETY: borrowed from the dict, which never lets go of it.
    let pointer = unsafe { ffi::PyCapsule_GetPointer(found, name.as_ptr()) };
    if pointer.is_null() { Err(raised(ctx)) } else { Ok(pointer) }
}
