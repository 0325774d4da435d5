//! X25, A class with a Rust inside: a `Vec` lives in a Python object, from its first moment to its
//! last.
//!
//! `Pile` keeps numbers. Python makes room for an instance and frees it; what is in the room is
//! yours.

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
    // region: todo The size of an `Instance`: the head and your payload behind it.
    // starter: size_of::<PyObject>()
    size_of::<Instance>()
    // endregion
};

/// The address of the payload of a `Pile`.
pub fn payload(pile: *mut PyObject) -> *mut Payload {
    // SAFETY: a `Pile` is laid out as an `Instance`; the address is computed, and nothing is read.
    unsafe { &raw mut (*pile.cast::<Instance>()).payload }
}

/// A new `Pile` with these numbers, or NULL with an exception. `class` is the class of it.
pub fn new_pile(class: *mut PyTypeObject, numbers: Vec<i64>) -> *mut PyObject {
    // region: todo `PyType_GenericAlloc(class, 0)` makes room, or fails. Put a payload there before you return it.
    // starter: let _ = (class, numbers);
    // starter: module::not_written_yet(c"new_pile")
    // SAFETY: the thread is attached and the class is alive. The room is as large as an `Instance`, and what was there
    // before is no `Payload`: it is written, not assigned.
    unsafe {
        let pile = PyType_GenericAlloc(class, 0);
        if !pile.is_null() {
            payload(pile).write(Payload { numbers });
        }
        pile
    }
    // endregion
}

/// Python calls this when the last reference to a `Pile` is gone.
///
/// Each instance holds a reference to its class, which `PyType_GenericAlloc` has made.
pub extern "C" fn dealloc(pile: *mut PyObject) {
    // region: todo End the payload (`std::ptr::drop_in_place`), free the object (`PyObject_Free`), give back the class.
    // starter: let _ = pile;
    // SAFETY: the thread is attached, and nobody has the object any more. The class is read before the object is freed,
    // and given back last: it may go with its last instance.
    unsafe {
        let class = Py_TYPE(pile);
        std::ptr::drop_in_place(payload(pile));
        PyObject_Free(pile.cast());
        Py_DECREF(type_as_object(class));
    }
    // endregion
}

/// `pile.copy()` returns a new `Pile` with the same numbers.
pub extern "C" fn copy(pile: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // region: todo A new pile of the same class, with a clone of the numbers.
    // starter: let _ = pile;
    // starter: module::not_written_yet(c"copy")
    // SAFETY: Python calls a method with an instance of its class. The numbers are borrowed for this expression only.
    unsafe { new_pile(Py_TYPE(pile), (*payload(pile)).numbers.clone()) }
    // endregion
}

/// `pile.absorb(other)` takes all numbers out of the other `Pile` and puts them on top. It returns
/// `None`.
///
/// Anything else than a `Pile` is a `TypeError`. A pile that absorbs itself stays as it is.
pub extern "C" fn absorb(pile: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    // region: todo First the type of `other`: it may be any object. Then take the numbers out, and only then put them in.
    // starter: let _ = (pile, other);
    // starter: module::not_written_yet(c"absorb")
    // SAFETY: the thread is attached, both are alive, and both are piles before anything of them is read. Both may be the
    // same: one borrow ends before the next begins.
    unsafe {
        if Py_TYPE(other) != Py_TYPE(pile) {
            PyErr_SetString(PyExc_TypeError, c"absorb() takes a Pile".as_ptr());
            return std::ptr::null_mut();
        }
        let numbers = std::mem::take(&mut (*payload(other)).numbers);
        (*payload(pile)).numbers.extend(numbers);
        Py_NewRef(Py_None())
    }
    // endregion
}
