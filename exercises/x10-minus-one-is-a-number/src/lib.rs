//! X10, -1 is a number: from a Python integer to an `i64`, with errors that nobody can overlook.
//!
//! A C function that returns a number has no number left to say "failed" with. So it says -1, and
//! means "perhaps".

mod module; // the method table and `PyInit_x10`: given, read it once

use cpython_sys::*;
use module::Raised;

/// Read a Python integer, or an object with `__index__`.
///
/// What is neither is a `TypeError`; what does not fit is an `OverflowError`.
pub fn to_long(object: *mut PyObject) -> Result<i64, Raised> {
    // region: todo Ask `PyLong_AsLongLong` for the number. Was its -1 a number, or did it set an exception?
    // starter: Err(module::not_written_yet(c"to_long", &[object]))
    // SAFETY: the thread is attached and `object` is alive: the caller lends it for the length of this call.
    let value = unsafe { PyLong_AsLongLong(object) };
    // SAFETY: the thread is attached.
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    Ok(value)
    // endregion
}

/// Add two Python integers. A sum that no `i64` holds is an `OverflowError`.
pub fn add(left: *mut PyObject, right: *mut PyObject) -> Result<i64, Raised> {
    // region: todo Read both with `to_long(…)?`, `left` first. Add with a method of `i64` that notices an overflow.
    // starter: Err(module::not_written_yet(c"add", &[left, right]))
    let (left, right) = (to_long(left)?, to_long(right)?);
    match left.checked_add(right) {
        Some(sum) => Ok(sum),
        // SAFETY: a variable of C that holds the address of the type; nobody writes to it.
        None => Err(module::raise(unsafe { PyExc_OverflowError }, c"the sum does not fit into 64 bits")),
    }
    // endregion
}
