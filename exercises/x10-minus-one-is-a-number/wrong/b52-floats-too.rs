//! wrong: B52
//! outcome: not_yet
//! Turns anything into an integer first: 1.5 and "1" are read as numbers.
mod module;

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    let value = unsafe {
        let number = PyNumber_Long(object);
        if number.is_null() {
            return Err(Raised);
        }
        let value = PyLong_AsLongLong(number);
        Py_DECREF(number);
        value
    };
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
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
