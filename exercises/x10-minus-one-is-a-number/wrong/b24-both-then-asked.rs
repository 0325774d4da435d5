//! wrong: B24
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Reads both and asks afterwards: `right` is asked while the exception of `left` is set.
mod module;

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    let value = unsafe { PyLong_AsLongLong(object) };
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    Ok(value)
}

/// Add two Python integers.
pub fn add(left: *mut PyObject, right: *mut PyObject) -> Result<i64, Raised> {
    let (left, right) = unsafe { (PyLong_AsLongLong(left), PyLong_AsLongLong(right)) };
    if (left == -1 || right == -1) && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    match left.checked_add(right) {
        Some(sum) => Ok(sum),
        None => Err(module::raise(unsafe { PyExc_OverflowError }, c"too big")),
    }
}
