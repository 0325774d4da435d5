//! wrong: B02
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build ends the process when a count falls below zero.
//! Gives away the reference of the slot.
mod module; // the other methods, the class's slots and `PyInit_x26`: given, read it once

use std::ffi::{c_int, c_void};

use cpython_sys::*;
use module::{Slot, payload, report};

/// What every `Pair` holds, behind the head of the object. A `Slot` is a reference of our own, or empty.
pub struct Payload {
    pub left: Slot,
    pub right: Slot,
}

/// The collector asks which references a `Pair` holds: `report` each to it, and return at once what is not 0.
///
/// It calls this at any moment. Nothing else may happen here: no count, no new object, no panic.
pub extern "C" fn traverse(pair: *mut PyObject, visit: visitproc, argument: *mut c_void) -> c_int {
    let (class, mine) = unsafe { (type_as_object(Py_TYPE(pair)), &*payload(pair)) };
    for object in [class, mine.left.pointer(), mine.right.pointer()] {
        let stop = report(object, visit, argument);
        if stop != 0 {
            return stop;
        }
    }
    0
}

/// The collector has found a cycle that goes through this pair: let go of both objects. It returns 0.
///
/// Giving back a reference may run a `__del__`, which may come back to this pair: it must be empty by then.
pub extern "C" fn clear(pair: *mut PyObject) -> c_int {
    unsafe {
        let left = std::mem::take(&mut (*payload(pair)).left);
        left.release();
        let right = std::mem::take(&mut (*payload(pair)).right);
        right.release();
    }
    0
}

/// Python calls this when the last reference to a pair is gone.
pub extern "C" fn dealloc(pair: *mut PyObject) {
    unsafe {
        PyObject_GC_UnTrack(pair.cast());
        clear(pair);
        let class = Py_TYPE(pair);
        PyObject_GC_Del(pair.cast());
        Py_DECREF(type_as_object(class));
    }
}

/// `pair.left()` returns what is on the left. A pair that is empty there raises `ValueError`.
pub extern "C" fn left(pair: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    unsafe {
        let object = (*payload(pair)).left.pointer();
        if object.is_null() {
            return module::raise_empty();
        }
        object
    }
}

/// `pair.set_left(obj)` puts `obj` in place of what was on the left. It returns `None`.
pub extern "C" fn set_left(pair: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    unsafe {
        let before = std::mem::replace(&mut (*payload(pair)).left, Slot::holding(object));
        before.release();
        Py_NewRef(Py_None())
    }
}
