//! wrong: X25
//! outcome: crashed
//! outcome on free-threaded builds: not_yet
//! because: the head is larger there, and Python sees at once that there is no room for it.
//! Asks for room for the payload, and forgets the head.
mod module; // arguments, the other methods, the class's slots and `PyInit_x25`: given, read it once

use cpython_sys::*;

/// What every `Pile` holds: plain Rust, which owns memory of its own.
pub struct Payload {
    /// In the order in which they came.
    pub numbers: Vec<i64>,
}

/// An instance as it lies in memory. Python knows the head; it must come first.
#[repr(C)]
struct Instance {
    head: PyObject,
    payload: Payload,
}

/// The size of an instance, in bytes. Python makes room for so many.
pub const SIZE: usize = {
    size_of::<Payload>()
};

/// The address of the payload of a `Pile`.
pub fn payload(pile: *mut PyObject) -> *mut Payload {
    unsafe { &raw mut (*pile.cast::<Instance>()).payload }
}

/// A new `Pile` with these numbers, or NULL with an exception. `class` is the class of it.
pub fn new_pile(class: *mut PyTypeObject, numbers: Vec<i64>) -> *mut PyObject {
    unsafe {
        let pile = PyType_GenericAlloc(class, 0);
        if !pile.is_null() {
            payload(pile).write(Payload { numbers });
        }
        pile
    }
}

/// Python calls this when the last reference to a `Pile` is gone.
///
/// Each instance holds a reference to its class, which `PyType_GenericAlloc` has made.
pub extern "C" fn dealloc(pile: *mut PyObject) {
    unsafe {
        let class = Py_TYPE(pile);
        std::ptr::drop_in_place(payload(pile));
        PyObject_Free(pile.cast());
        Py_DECREF(type_as_object(class));
    }
}

/// `pile.copy()` returns a new `Pile` with the same numbers.
pub extern "C" fn copy(pile: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    unsafe { new_pile(Py_TYPE(pile), (*payload(pile)).numbers.clone()) }
}

/// `pile.absorb(other)` takes all numbers out of the other `Pile` and puts them on top. It returns `None`.
///
/// Anything else than a `Pile` is a `TypeError`. A pile that absorbs itself stays as it is.
pub extern "C" fn absorb(pile: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    unsafe {
        if Py_TYPE(other) != Py_TYPE(pile) {
            PyErr_SetString(PyExc_TypeError, c"absorb() takes a Pile".as_ptr());
            return std::ptr::null_mut();
        }
        let numbers = std::mem::take(&mut (*payload(other)).numbers);
        (*payload(pile)).numbers.extend(numbers);
        Py_NewRef(Py_None())
    }
}
