//! X23, State that is not global: each module object has its own.
//!
//! A `static` is shared by every interpreter and every import of the process. What belongs to a
//! module lies beside the module object; Python makes room for it, shows it to the collector and
//! frees it.

mod module; // the method table, the slots and `PyInit_x23`: given, read it once

use std::ffi::{c_int, c_void};

use cpython_sys::*;

/// What belongs to one module object. Python makes room for it, filled with zeros.
#[repr(C)]
pub struct State {
    /// How often `bump` was called on this module object.
    calls: usize,
    /// The object that was remembered last, a reference of our own. NULL: none yet.
    remembered: *mut PyObject,
}

/// The state of this module object, which is the first argument of each of its functions.
fn state(module: *mut PyObject) -> *mut State {
    // SAFETY: the thread is attached, and `module` is one of ours, with room for a `State`.
    unsafe { PyModule_GetState(module).cast() }
}

/// `bump()` returns how often it was called on this module object.
pub extern "C" fn bump(module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // region: todo Count one more in the state, and return the count as an int (`PyLong_FromSize_t`).
    // starter: module::not_written_yet(c"bump", state(module))
    // SAFETY: the thread is attached and holds the GIL, so nobody else touches the state meanwhile.
    unsafe {
        (*state(module)).calls += 1;
        PyLong_FromSize_t((*state(module)).calls)
    }
    // endregion
}

/// `remember(obj)` keeps `obj`, in place of what was remembered before. It returns `None`.
pub extern "C" fn remember(module: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    // region: todo Keep a reference of your own. Then give back the one that was kept before, if there is one.
    // starter: module::not_written_yet(c"remember", (module, object))
    // SAFETY: the thread is attached; `object` is lent for this call. The old reference is ours to give back, once the
    // state is whole again: that may run Python code, which may come here.
    unsafe {
        let old = std::mem::replace(&mut (*state(module)).remembered, Py_NewRef(object));
        Py_XDECREF(old);
        Py_NewRef(Py_None())
    }
    // endregion
}

/// `recall()` returns the object that was remembered last, or `None`.
pub extern "C" fn recall(module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // region: todo Return what is remembered, or `None`, as a reference that the caller owns.
    // starter: module::not_written_yet(c"recall", module)
    // SAFETY: the thread is attached; what is remembered is kept alive by the state.
    unsafe {
        let remembered = (*state(module)).remembered;
        Py_NewRef(if remembered.is_null() { Py_None() } else { remembered })
    }
    // endregion
}

/// Python asks which objects the state refers to. Call `visit(object, argument)` for each; pass on
/// what is not 0.
pub extern "C" fn traverse(module: *mut PyObject, visit: visitproc, argument: *mut c_void) -> c_int {
    // region: todo Report what is remembered, if there is something.
    // starter: let _ = (module, visit, argument);
    // starter: 0
    // SAFETY: the collector calls this, with a module that has its state; nothing else is done here.
    unsafe {
        let remembered = (*state(module)).remembered;
        match visit {
            Some(visit) if !remembered.is_null() => visit(remembered, argument),
            _ => 0,
        }
    }
    // endregion
}

/// Python breaks a cycle that goes through the state: let go of every reference.
pub extern "C" fn clear(module: *mut PyObject) -> c_int {
    // region: todo Take what is remembered out of the state, and only then give it back.
    // starter: let _ = module;
    // starter: 0
    // SAFETY: the thread is attached; the reference is taken out first, so nobody gives it back twice.
    unsafe { Py_XDECREF(std::mem::replace(&mut (*state(module)).remembered, std::ptr::null_mut())) };
    0
    // endregion
}

/// The module object goes away, and its state with it: give back what is still there.
pub extern "C" fn free(module: *mut c_void) {
    // region: todo The same as `clear`.
    // starter: let _ = module;
    clear(module.cast());
    // endregion
}
