//! X06, Give back what you owe: three functions on the bare C API.
//!
//! The caller of a C function owns the reference it gets back. The arguments are only lent.

mod module; // the method table and `PyInit_x06`: given, read it once

use cpython_sys::*;

/// `identity(obj)` returns the object it was given.
pub extern "C" fn identity(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // region: todo Return `argument` as a reference that the caller owns.
    // starter: module::not_written_yet(c"identity", argument)
    // SAFETY: the thread is attached and `argument` is alive: the caller lends it for the length of this call.
    unsafe { Py_NewRef(argument) }
    // endregion
}

/// `first(items)` returns the first item of a list.
///
/// What is not a list is a `TypeError`, an empty list an `IndexError`.
pub extern "C" fn first(_module: *mut PyObject, items: *mut PyObject) -> *mut PyObject {
    // region: todo Return the first item of `items` as a reference that the caller owns, or set an exception and return NULL.
    // starter: module::not_written_yet(c"first", items)
    // SAFETY: the thread is attached and `items` is alive. `PyList_GetItem` gets a list, and answers an index that is
    // not there with IndexError and NULL, which `Py_XNewRef` passes on.
    unsafe {
        if !PyList_Check(items) {
            PyErr_SetString(PyExc_TypeError, c"first() takes a list".as_ptr());
            return std::ptr::null_mut();
        }
        Py_XNewRef(PyList_GetItem(items, 0))
    }
    // endregion
}

/// `nothing()` returns `None`.
pub extern "C" fn nothing(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // region: todo Return `None`, whose address is `Py_None()`, as a reference that the caller owns.
    // starter: module::not_written_yet(c"nothing", Py_None())
    // SAFETY: the thread is attached and `None` is always alive.
    unsafe { Py_NewRef(Py_None()) }
    // endregion
}
