//! X15, Three ways to take arguments: one object, a tuple, an array.
//!
//! A row of the method table says which of them a function wants. Python believes it, so the row
//! must tell the truth.

mod module; // `PyInit_x15`: given, read it once

use cpython_sys::*;

/// `single(a)` returns `(a, None)`. Its row says `METH_O`: Python counts the arguments, and passes
/// the one there is.
pub extern "C" fn single(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // region: todo Return a tuple of `argument` and `None`.
    // starter: let _ = argument;
    // starter: module::not_written_yet(c"single")
    // SAFETY: the thread is attached, `argument` is lent, and there are as many objects as the first number says.
    unsafe { PyTuple_Pack(2, argument, Py_None()) }
    // endregion
}

/// `pair(a, b=None)` returns `(a, b)`. Its row says `METH_VARARGS`: `args` is a tuple of all
/// arguments.
///
/// Any other number of arguments is a `TypeError`.
pub extern "C" fn pair(_module: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // region: todo Look at `PyTuple_Size(args)` first. Then take the items, which the tuple lends, and pack them.
    // starter: let _ = args;
    // starter: module::not_written_yet(c"pair")
    // SAFETY: the thread is attached; `args` is a tuple that is lent, and no item is asked for that is not there.
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
    // endregion
}

/// `fast_pair(a, b=None)` does the same. Its row says `METH_FASTCALL`: `args` points to the first
/// of `nargs` objects.
///
/// No tuple is made for the call. Any other number of arguments is a `TypeError`.
pub extern "C" fn fast_pair(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    // region: todo Look at `nargs` first: what is not there must not be read. `*args` is the first, `*args.add(1)` the second.
    // starter: let _ = (args, nargs);
    // starter: module::not_written_yet(c"fast_pair")
    // SAFETY: the thread is attached; `args` points to `nargs` objects that are lent, and no other one is read.
    unsafe {
        match nargs {
            1 => PyTuple_Pack(2, *args, Py_None()),
            2 => PyTuple_Pack(2, *args, *args.add(1)),
            _ => {
                PyErr_SetString(PyExc_TypeError, c"fast_pair() takes one or two arguments".as_ptr());
                std::ptr::null_mut()
            }
        }
    }
    // endregion
}

/// The method table. Each constructor takes functions of one type, and writes the flag that belongs
/// to it.
pub static METHODS: &[PyMethodDef] = &[
    PyMethodDef::one(c"single", single).doc(c"single(a) returns (a, None)."),
    // region: todo A row for `pair`, with `PyMethodDef::varargs`, and one for `fast_pair`, with `PyMethodDef::fastcall`.
    // starter:
    PyMethodDef::varargs(c"pair", pair).doc(c"pair(a, b=None) returns (a, b)."),
    PyMethodDef::fastcall(c"fast_pair", fast_pair).doc(c"fast_pair(a, b=None) returns (a, b)."),
    // endregion
    PyMethodDef::zeroed(), // the last row: C reads until it finds an empty one
];
