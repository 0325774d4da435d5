//! Given: what makes a Python module out of your functions. Nothing here is yours to change.

use std::ffi::{CStr, c_longlong};
use std::ptr::null_mut;

use cpython_sys::*;

/// An exception is set in this thread, and it says what went wrong. The value only says *that* it did.
#[must_use]
pub struct Raised;

/// Set an exception, for an early `return Err(raise(…))`.
///
/// `kind` is the address of an exception type, as in `unsafe { PyExc_OverflowError }`: the name is a variable of C.
pub fn raise(kind: *mut PyObject, message: &CStr) -> Raised {
    // SAFETY: only called from a function that Python called, so the thread is attached; the kind is alive for ever.
    unsafe {
        PyErr_SetString(kind, message.as_ptr());
    }
    Raised
}

extern "C" fn to_long(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    result(crate::to_long(argument))
}

extern "C" fn add(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    if nargs != 2 {
        // SAFETY: the thread is attached; the exception type is alive for ever.
        let _ = raise(unsafe { PyExc_TypeError }, c"add() takes two arguments");
        return null_mut();
    }
    // SAFETY: there are two arguments, and the caller lends them for the length of this call.
    let (left, right) = unsafe { (*args, *args.add(1)) };
    result(crate::add(left, right))
}

/// The one place where a `Result` becomes what C expects: an object, or NULL with an exception set.
fn result(result: Result<i64, Raised>) -> *mut PyObject {
    match result {
        // SAFETY: the thread is attached.
        Ok(value) => unsafe { PyLong_FromLongLong(value as c_longlong) },
        Err(Raised) => null_mut(),
    }
}

static METHODS: [PyMethodDef; 3] = [
    PyMethodDef::one(c"to_long", to_long).doc(c"to_long(obj) returns obj as an int of 64 bits."),
    PyMethodDef::fastcall(c"add", add).doc(c"add(left, right) returns the sum, if 64 bits hold it."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x10".as_ptr(),
    m_doc: c"Python integers as numbers of Rust.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x10` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x10() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function gives back until you have written it: `NotImplementedError` is set.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr, _arguments: &[*mut PyObject]) -> Raised {
    // SAFETY: the exception type is alive for ever.
    raise(unsafe { PyExc_NotImplementedError }, function)
}
