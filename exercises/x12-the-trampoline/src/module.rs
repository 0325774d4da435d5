//! Given: functions that succeed, fail and panic, and what makes a Python module of them. Nothing here is yours to
//! change.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython_sys::*;

use crate::{quietly, trampoline};

/// An exception is set in this thread, and it says what went wrong. The value only says *that* it did.
#[must_use]
pub struct Raised;

/// Set a RuntimeError with this text. An exception that was set before is replaced.
#[allow(dead_code, reason = "the first that you write uses it")]
pub fn raise_runtime_error(text: &str) -> Raised {
    // SAFETY: the thread is attached; the text is as long as we say; what we own we give back.
    unsafe {
        let message = PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len() as Py_ssize_t);
        if !message.is_null() {
            PyErr_SetObject(PyExc_RuntimeError, message);
            Py_DECREF(message);
        }
    }
    Raised
}

extern "C" fn same(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached and the caller lends `argument`.
    trampoline(|| Ok(unsafe { Py_NewRef(argument) }))
}

extern "C" fn fails(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    trampoline(|| Err(key_error(argument)))
}

extern "C" fn panics(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    trampoline(|| panic!("a text"))
}

extern "C" fn panics_with_number(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached and the caller lends `argument`.
    let number = unsafe { PyLong_AsLongLong(argument) };
    trampoline(|| panic!("number {number}"))
}

extern "C" fn panics_with_value(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    trampoline(|| std::panic::panic_any(42_u8))
}

extern "C" fn panics_after_error(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    trampoline(|| {
        let _ = key_error(argument);
        panic!("a text")
    })
}

/// `quiet(what)`: a body of the kind that `tp_dealloc` has, with nothing to return. 0 is fine, 1 fails, 2 panics.
extern "C" fn quiet(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached and the caller lends `argument`.
    let what = unsafe { PyLong_AsLongLong(argument) };
    // SAFETY: the thread is attached; the pointer that comes back is only compared.
    if what == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return null_mut();
    }
    quietly(|| match what {
        1 => Err(key_error(argument)),
        2 => panic!("a text"),
        _ => Ok(()),
    });
    // SAFETY: the thread is attached.
    unsafe {
        if PyErr_Occurred() == PyExc_NotImplementedError {
            return null_mut();
        }
        Py_NewRef(Py_None())
    }
}

fn key_error(key: *mut PyObject) -> Raised {
    // SAFETY: the thread is attached and the key is lent by the caller.
    unsafe {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    Raised
}

static METHODS: [PyMethodDef; 8] = [
    PyMethodDef::one(c"same", same).doc(c"same(obj) returns obj."),
    PyMethodDef::one(c"fails", fails).doc(c"fails(obj) raises KeyError(obj)."),
    PyMethodDef::noargs(c"panics", panics).doc(c"panics() panics with a text."),
    PyMethodDef::one(c"panics_with_number", panics_with_number)
        .doc(c"panics_with_number(n) panics with n in its text."),
    PyMethodDef::noargs(c"panics_with_value", panics_with_value).doc(c"panics_with_value() panics without a text."),
    PyMethodDef::one(c"panics_after_error", panics_after_error)
        .doc(c"panics_after_error(obj) sets KeyError(obj), then panics."),
    PyMethodDef::one(c"quiet", quiet).doc(c"quiet(what) returns None, whatever its body did."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x12".as_ptr(),
    m_doc: c"Functions that go through a trampoline.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x12` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x12() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function does until you have written it: it sets `NotImplementedError`.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr) {
    // SAFETY: only called from a function that Python called, so the thread is attached.
    unsafe {
        PyErr_SetString(PyExc_NotImplementedError, function.as_ptr());
    }
}
