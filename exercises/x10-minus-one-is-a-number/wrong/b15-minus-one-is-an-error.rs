//! wrong: B15
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Takes every -1 for an error: to_long(-1) is NULL without an exception.
mod module;

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    let value = unsafe { PyLong_AsLongLong(object) };
    if value == -1 {
        return Err(Raised);
    }
    Ok(value)
}

/// Add two Python integers.
pub fn add(left: *mut PyObject, right: *mut PyObject) -> Result<i64, Raised> {
    match to_long(left)?.checked_add(to_long(right)?) {
        Some(sum) => Ok(sum),
        None => Err(module::raise(unsafe { PyExc_OverflowError }, c"too big")),
    }
}
