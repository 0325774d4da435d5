//! X26, Show your references: a class whose instances can be part of a cycle, and what the
//! collector asks of it.
//!
//! `Pair` keeps two objects. The collector sees neither of them unless you show them.

mod module; // the other methods, the class's slots and `PyInit_x26`: given, read it once

use std::ffi::{c_int, c_void};

use cpython_sys::*;
use module::{Slot, payload, report};

/// What every `Pair` holds, behind the head of the object. A `Slot` is a reference of our own, or
/// empty.
pub struct Payload {
    pub left: Slot,
    pub right: Slot,
}

/// The collector asks which references a `Pair` holds: `report` each to it, and return at once what
/// is not 0.
///
/// It calls this at any moment. Nothing else may happen here: no count, no new object, no panic.
pub extern "C" fn traverse(pair: *mut PyObject, visit: visitproc, argument: *mut c_void) -> c_int {
    // region: todo A pair holds three references: one to its class (`Py_TYPE`), and what is in the two slots.
    // starter: let _ = (pair, visit, argument, report);
    // starter: 0 // nothing is reported yet
    // SAFETY: the collector calls this with an instance of the class.
    let (class, mine) = unsafe { (type_as_object(Py_TYPE(pair)), &*payload(pair)) };
    for object in [class, mine.left.pointer(), mine.right.pointer()] {
        let stop = report(object, visit, argument);
        if stop != 0 {
            return stop;
        }
    }
    0
    // endregion
}

/// The collector has found a cycle that goes through this pair: let go of both objects. It returns
/// 0.
///
/// Giving back a reference may run a `__del__`, which may come back to this pair: it must be empty
/// by then.
pub extern "C" fn clear(pair: *mut PyObject) -> c_int {
    // region: todo Take what is in a slot out of it, and only then `release` it. Then the other.
    // starter: let _ = pair;
    // starter: 0 // nothing is given back yet
    // SAFETY: the thread is attached and the pair is alive. Each borrow is over before anything is given back.
    unsafe {
        let left = std::mem::take(&mut (*payload(pair)).left);
        left.release();
        let right = std::mem::take(&mut (*payload(pair)).right);
        right.release();
    }
    0
    // endregion
}

/// Python calls this when the last reference to a pair is gone.
pub extern "C" fn dealloc(pair: *mut PyObject) {
    // region: todo The collector must not see a dying object: `PyObject_GC_UnTrack` first. X25 has the rest, but for `clear`.
    // starter: let _ = pair;
    // SAFETY: the thread is attached, and nobody has the object any more. The class is read before the memory is gone.
    unsafe {
        PyObject_GC_UnTrack(pair.cast());
        clear(pair);
        let class = Py_TYPE(pair);
        PyObject_GC_Del(pair.cast());
        Py_DECREF(type_as_object(class));
    }
    // endregion
}

/// `pair.left()` returns what is on the left. A pair that is empty there raises `ValueError`.
pub extern "C" fn left(pair: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // region: todo A reference that the caller owns. The slot may be empty: a pair that was cleared can still be called.
    // starter: let _ = payload(pair);
    // starter: module::not_written_yet(c"left")
    // SAFETY: the thread is attached, and the pair is alive; what is in the slot is kept alive by it.
    unsafe {
        let object = (*payload(pair)).left.pointer();
        if object.is_null() {
            return module::raise_empty();
        }
        Py_NewRef(object)
    }
    // endregion
}

/// `pair.set_left(obj)` puts `obj` in place of what was on the left. It returns `None`.
pub extern "C" fn set_left(pair: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    // region: todo Put in `Slot::holding(object)`. What was there before is released when the pair is whole again.
    // starter: let _ = (pair, object);
    // starter: module::not_written_yet(c"set_left")
    // SAFETY: the thread is attached; the pair is alive, and `object` is lent. The borrow is over before the release.
    unsafe {
        let before = std::mem::replace(&mut (*payload(pair)).left, Slot::holding(object));
        before.release();
        Py_NewRef(Py_None())
    }
    // endregion
}
