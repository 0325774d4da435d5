//! wrong: B16
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Sets the exception in advance: the argument of `ok_or` is made in any case.
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
    let too_big = c"the sum does not fit into 64 bits";
    to_long(left)?
        .checked_add(to_long(right)?)
        .ok_or(module::raise(unsafe { PyExc_OverflowError }, too_big))
}
