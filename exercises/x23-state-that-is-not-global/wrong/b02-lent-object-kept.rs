//! wrong: B02
//! outcome: not_yet
//! Keeps the argument without a reference of its own.
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
    unsafe { PyModule_GetState(module).cast() }
}

/// `bump()` returns how often it was called on this module object.
pub extern "C" fn bump(module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    unsafe {
        (*state(module)).calls += 1;
        PyLong_FromSize_t((*state(module)).calls)
    }
}

/// `remember(obj)` keeps `obj`, in place of what was remembered before. It returns `None`.
pub extern "C" fn remember(module: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    unsafe {
        let old = std::mem::replace(&mut (*state(module)).remembered, object);
        Py_XDECREF(old);
        Py_NewRef(Py_None())
    }
}

/// `recall()` returns the object that was remembered last, or `None`.
pub extern "C" fn recall(module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    unsafe {
        let remembered = (*state(module)).remembered;
        Py_NewRef(if remembered.is_null() { Py_None() } else { remembered })
    }
}

/// Python asks which objects the state refers to. Call `visit(object, argument)` for each; pass on what is not 0.
pub extern "C" fn traverse(module: *mut PyObject, visit: visitproc, argument: *mut c_void) -> c_int {
    unsafe {
        let remembered = (*state(module)).remembered;
        match visit {
            Some(visit) if !remembered.is_null() => visit(remembered, argument),
            _ => 0,
        }
    }
}

/// Python breaks a cycle that goes through the state: let go of every reference.
pub extern "C" fn clear(module: *mut PyObject) -> c_int {
    unsafe { Py_XDECREF(std::mem::replace(&mut (*state(module)).remembered, std::ptr::null_mut())) };
    0
}

/// The module object goes away, and its state with it: give back what is still there.
pub extern "C" fn free(module: *mut c_void) {
    clear(module.cast());
}
