//! wrong: B02
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build ends the process when a count falls below zero.
//! Gives back the arguments that were only lent.
mod module;

use cpython_sys::*;

/// `single(a)` returns `(a, None)`. Its row says `METH_O`: Python counts the arguments, and passes the one there is.
pub extern "C" fn single(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    unsafe { PyTuple_Pack(2, argument, Py_None()) }
}

/// `pair(a, b=None)` returns `(a, b)`. Its row says `METH_VARARGS`: `args` is a tuple of all arguments.
///
/// Any other number of arguments is a `TypeError`.
pub extern "C" fn pair(_module: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    unsafe {
        match PyTuple_Size(args) {
            1 => PyTuple_Pack(2, PyTuple_GetItem(args, 0), Py_None()),
            2 => PyTuple_Pack(2, PyTuple_GetItem(args, 0), PyTuple_GetItem(args, 1)),
            _ => {
                PyErr_SetString(PyExc_TypeError, c"pair() takes one or two arguments".as_ptr());
                std::ptr::null_mut()
            }
        }
    }
}

/// `fast_pair(a, b=None)` does the same. Its row says `METH_FASTCALL`: `args` points to the first of `nargs` objects.
///
/// No tuple is made for the call. Any other number of arguments is a `TypeError`.
pub extern "C" fn fast_pair(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    unsafe {
        match nargs {
            1 => PyTuple_Pack(2, *args, Py_None()),
            2 => {
                let (first, second) = (*args, *args.add(1));
                let result = PyTuple_Pack(2, first, second);
                Py_DECREF(first);
                Py_DECREF(second);
                result
            }
            _ => {
                PyErr_SetString(PyExc_TypeError, c"fast_pair() takes one or two arguments".as_ptr());
                std::ptr::null_mut()
            }
        }
    }
}

/// The method table. Each constructor takes functions of one type, and writes the flag that belongs to it.
pub static METHODS: &[PyMethodDef] = &[
    PyMethodDef::one(c"single", single).doc(c"single(a) returns (a, None)."),
    PyMethodDef::varargs(c"pair", pair).doc(c"pair(a, b=None) returns (a, b)."),
    PyMethodDef::fastcall(c"fast_pair", fast_pair).doc(c"fast_pair(a, b=None) returns (a, b)."),
    PyMethodDef::zeroed(), // the last row: C reads until it finds an empty one
];
