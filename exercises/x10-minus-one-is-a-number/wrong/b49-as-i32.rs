//! wrong: B49
//! outcome: not_yet
//! Keeps 32 of the 64 bits: `as` says nothing of the rest.
mod module;

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    let value = unsafe { PyLong_AsLongLong(object) } as i32;
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    Ok(i64::from(value))
}

/// Add two Python integers.
pub fn add(left: *mut PyObject, right: *mut PyObject) -> Result<i64, Raised> {
    match to_long(left)?.checked_add(to_long(right)?) {
        Some(sum) => Ok(sum),
        None => Err(module::raise(unsafe { PyExc_OverflowError }, c"too big")),
    }
}
