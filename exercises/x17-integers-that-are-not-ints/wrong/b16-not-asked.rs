//! wrong: B16
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Goes on with -1, whatever it means.
mod module;

use cpython_sys::*;
use module::Raised;

/// As `bisect` reads its `lo`: what does not fit into a `Py_ssize_t` is an `OverflowError`.
pub fn exact(object: *mut PyObject) -> Result<Py_ssize_t, Raised> {
    let value = unsafe { PyNumber_AsSsize_t(object, PyExc_OverflowError) };
    if value == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return Err(Raised);
    }
    Ok(value)
}

/// As `list.insert` and slices read an index: a negative one counts from the end, and what is outside goes to the edge.
///
/// `length` is not negative, and the result lies between 0 and `length`.
pub fn clamped(index: *mut PyObject, length: Py_ssize_t) -> Result<Py_ssize_t, Raised> {
    let index = unsafe { PyNumber_AsSsize_t(index, std::ptr::null_mut()) };
    let index = if index < 0 { index + length } else { index };
    Ok(index.clamp(0, length))
}

/// As `zlib.crc32` reads its start value: the lower 32 bits, whatever stands above them. -1 is `0xFFFF_FFFF`.
///
/// An int is taken as it is, another object is asked for its `__index__`, once.
pub fn masked(object: *mut PyObject) -> Result<u32, Raised> {
    let number = unsafe { PyNumber_Index(object) };
    if number.is_null() {
        return Err(Raised);
    }
    let bits = unsafe {
        let bits = PyLong_AsUnsignedLongLongMask(number);
        Py_DECREF(number);
        bits
    };
    Ok(bits as u32)
}
