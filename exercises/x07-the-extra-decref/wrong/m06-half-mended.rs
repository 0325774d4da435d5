//! wrong: M06
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build ends the process when a count falls below zero.
//! Mends `shown` alone.
mod module;

use std::ptr::null_mut;

use cpython_sys::*;

/// `measured(obj)` returns `(obj, len(obj))`.
pub extern "C" fn measured(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    unsafe {
        let pair = PyTuple_New(2);
        if pair.is_null() {
            return null_mut();
        }
        Py_INCREF(argument);
        PyTuple_SetItem(pair, 0, argument);
        let size = PyObject_Size(argument);
        let number = if size < 0 { null_mut() } else { PyLong_FromSsize_t(size) };
        if number.is_null() {
            Py_DECREF(argument); // undo what was taken above
            Py_DECREF(pair);
            return null_mut();
        }
        PyTuple_SetItem(pair, 1, number);
        pair
    }
}

/// `shown(items)` returns the `repr` of the first item of a list.
pub extern "C" fn shown(_module: *mut PyObject, items: *mut PyObject) -> *mut PyObject {
    unsafe {
        if !PyList_Check(items) {
            PyErr_SetString(PyExc_TypeError, c"shown() takes a list".as_ptr());
            return null_mut();
        }
        let item = Py_XNewRef(PyList_GetItem(items, 0));
        if item.is_null() {
            return null_mut();
        }
        let text = PyObject_Repr(item);
        Py_DECREF(item);
        text
    }
}
