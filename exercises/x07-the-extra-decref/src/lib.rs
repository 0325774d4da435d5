//! X07, The extra decref: two functions that work, until the object of somebody else is gone.
//!
//! Both give back one reference too many. Find out where, and take it out.

mod module; // the method table and `PyInit_x07`: given, nothing is wrong there

use std::ptr::null_mut;

use cpython_sys::*;

/// `measured(obj)` returns `(obj, len(obj))`.
pub extern "C" fn measured(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // region: todo One reference is given back too often, on one of the ways out.
    // starter: // SAFETY: the thread is attached and `argument` is lent.
    // starter: unsafe {
    // starter:     let pair = PyTuple_New(2);
    // starter:     if pair.is_null() {
    // starter:         return null_mut();
    // starter:     }
    // starter:     Py_INCREF(argument);
    // starter:     PyTuple_SetItem(pair, 0, argument);
    // starter:     let size = PyObject_Size(argument);
    // starter:     let number = if size < 0 { null_mut() } else { PyLong_FromSsize_t(size) };
    // starter:     if number.is_null() {
    // starter:         Py_DECREF(argument); // undo what was taken above
    // starter:         Py_DECREF(pair);
    // starter:         return null_mut();
    // starter:     }
    // starter:     PyTuple_SetItem(pair, 1, number);
    // starter:     pair
    // starter: }
    // SAFETY: the thread is attached and `argument` is lent. The tuple takes over every reference that goes into it.
    unsafe {
        let pair = PyTuple_New(2);
        if pair.is_null() {
            return null_mut();
        }
        PyTuple_SetItem(pair, 0, Py_NewRef(argument));
        let size = PyObject_Size(argument);
        let number = if size < 0 { null_mut() } else { PyLong_FromSsize_t(size) };
        if number.is_null() {
            Py_DECREF(pair);
            return null_mut();
        }
        PyTuple_SetItem(pair, 1, number);
        pair
    }
    // endregion
}

/// `shown(items)` returns the `repr` of the first item of a list.
pub extern "C" fn shown(_module: *mut PyObject, items: *mut PyObject) -> *mut PyObject {
    // region: todo One reference is given back that nobody had made.
    // starter: // SAFETY: the thread is attached and `items` is lent.
    // starter: unsafe {
    // starter:     if !PyList_Check(items) {
    // starter:         PyErr_SetString(PyExc_TypeError, c"shown() takes a list".as_ptr());
    // starter:         return null_mut();
    // starter:     }
    // starter:     let item = PyList_GetItem(items, 0);
    // starter:     if item.is_null() {
    // starter:         return null_mut();
    // starter:     }
    // starter:     let text = PyObject_Repr(item);
    // starter:     Py_DECREF(item); // clean up
    // starter:     text
    // starter: }
    // SAFETY: the thread is attached and `items` is lent. The item is only lent too; it lives for as long as the list has
    // it, and a `__repr__` may change the list: so it is held for the length of the call.
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
    // endregion
}
