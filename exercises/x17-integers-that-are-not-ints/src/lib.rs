//! X17, Integers that are not ints: one Python number, three rules.
//!
//! A Python integer has no size, and what acts as one need not be one. What is too big for you is a
//! decision.

mod module; // the method table and `PyInit_x17`: given, read it once

use cpython_sys::*;
use module::Raised;

/// As `bisect` reads its `lo`: what does not fit into a `Py_ssize_t` is an `OverflowError`.
pub fn exact(object: *mut PyObject) -> Result<Py_ssize_t, Raised> {
    // region: todo Ask `PyNumber_AsSsize_t`, and let it raise `PyExc_OverflowError` for what does not fit.
    // starter: let _ = object;
    // starter: Err(module::not_written_yet(c"exact"))
    // SAFETY: the thread is attached and `object` is lent.
    let value = unsafe { PyNumber_AsSsize_t(object, PyExc_OverflowError) };
    // SAFETY: the thread is attached.
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    Ok(value)
    // endregion
}

/// As `list.insert` and slices read an index: a negative one counts from the end, and what is
/// outside goes to the edge.
///
/// `length` is not negative, and the result lies between 0 and `length`.
pub fn clamped(index: *mut PyObject, length: Py_ssize_t) -> Result<Py_ssize_t, Raised> {
    // region: todo With NULL for the exception, `PyNumber_AsSsize_t` goes to the nearest number that fits. Then the rule.
    // starter: let _ = (index, length);
    // starter: Err(module::not_written_yet(c"clamped"))
    // SAFETY: the thread is attached and `index` is lent.
    let index = unsafe { PyNumber_AsSsize_t(index, std::ptr::null_mut()) };
    // SAFETY: the thread is attached.
    if index == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    let index = if index < 0 { index + length } else { index };
    Ok(index.clamp(0, length))
    // endregion
}

/// As `zlib.crc32` reads its start value: the lower 32 bits, whatever stands above them. -1 is
/// `0xFFFF_FFFF`.
///
/// An int is taken as it is, another object is asked for its `__index__`, once.
pub fn masked(object: *mut PyObject) -> Result<u32, Raised> {
    // region: todo `PyNumber_Index` returns a new reference to an int, or NULL. `PyLong_AsUnsignedLongLongMask` keeps 64 bits.
    // starter: let _ = object;
    // starter: Err(module::not_written_yet(c"masked"))
    // SAFETY: the thread is attached and `object` is lent.
    let number = unsafe { PyNumber_Index(object) };
    if number.is_null() {
        return Err(Raised);
    }
    // SAFETY: `number` is an int and ours; it is given back once, and not used afterwards.
    let bits = unsafe {
        let bits = PyLong_AsUnsignedLongLongMask(number);
        Py_DECREF(number);
        bits
    };
    Ok(bits as u32)
    // endregion
}
