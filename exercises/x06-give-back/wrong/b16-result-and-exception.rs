//! wrong: B16
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Sets the exception for what is not a list, and returns an object all the same.
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
            return Py_NewRef(Py_None());
        }
        Py_XNewRef(PyList_GetItem(items, 0))
    }
}

/// `nothing()` returns `None`.
pub extern "C" fn nothing(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    unsafe { Py_NewRef(Py_None()) }
}
