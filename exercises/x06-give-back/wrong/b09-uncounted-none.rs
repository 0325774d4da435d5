//! wrong: B09
//! outcome: not_yet
//! outcome on python >= 3.12: passed
//! because: `None` is immortal from 3.12 on, and a count that is missing harms nobody.
//! Returns `None` without a count. Immortal objects hide it from 3.12 on, and the note says so.
mod module;

use cpython_sys::*;

/// `identity(obj)` returns the object it was given.
pub extern "C" fn identity(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    unsafe { Py_NewRef(argument) }
}

/// `first(items)` returns the first item of a list.
pub extern "C" fn first(_module: *mut PyObject, items: *mut PyObject) -> *mut PyObject {
    unsafe {
        if !PyList_Check(items) {
            PyErr_SetString(PyExc_TypeError, c"first() takes a list".as_ptr());
            return std::ptr::null_mut();
        }
        Py_XNewRef(PyList_GetItem(items, 0))
    }
}

/// `nothing()` returns `None`.
pub extern "C" fn nothing(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    Py_None()
}
