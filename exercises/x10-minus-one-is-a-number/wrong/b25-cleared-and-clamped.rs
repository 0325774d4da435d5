//! wrong: B25
//! outcome: not_yet
//! Clears the OverflowError and answers with the nearest number.
mod module;

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    let value = unsafe { PyLong_AsLongLong(object) };
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        unsafe {
            if PyErr_ExceptionMatches(PyExc_OverflowError) != 0 {
                PyErr_Clear();
                return Ok(i64::MAX);
            }
        }
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
