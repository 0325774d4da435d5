//! Given: what makes a Python module out of your functions. Nothing here is yours to change.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython_sys::*;

/// An exception is set in this thread, and it says what went wrong. The value only says *that* it did.
#[must_use]
pub struct Raised;

/// Set an exception, for an early `return Err(raise(…))`.
pub fn raise(kind: *mut PyObject, message: &CStr) -> Raised {
    // SAFETY: only called from a function that Python called, so the thread is attached; the kind is alive for ever.
    unsafe {
        PyErr_SetString(kind, message.as_ptr());
    }
    Raised
}

extern "C" fn exact(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    result(crate::exact(argument).map(|value| value as i64))
}

extern "C" fn masked(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    result(crate::masked(argument).map(i64::from))
}

extern "C" fn clamped(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    result(two(args, nargs).and_then(|(index, length)| crate::clamped(index, length)).map(|value| value as i64))
}

/// The two arguments. They are lent for the length of the call.
fn two(args: *const *mut PyObject, nargs: Py_ssize_t) -> Result<(*mut PyObject, Py_ssize_t), Raised> {
    // SAFETY: there are `nargs` arguments, and the thread is attached.
    unsafe {
        if nargs != 2 || !PyLong_Check(*args.add(1)) {
            return Err(raise(PyExc_TypeError, c"clamped() takes an index and a length"));
        }
        Ok((*args, PyLong_AsSsize_t(*args.add(1))))
    }
}

/// The one place where a `Result` becomes what C expects: an object, or NULL with an exception set.
fn result(result: Result<i64, Raised>) -> *mut PyObject {
    match result {
        // SAFETY: the thread is attached.
        Ok(value) => unsafe { PyLong_FromLongLong(value) },
        Err(Raised) => null_mut(),
    }
}

static METHODS: [PyMethodDef; 4] = [
    PyMethodDef::one(c"exact", exact).doc(c"exact(obj) returns obj as an int, if it fits."),
    PyMethodDef::one(c"masked", masked).doc(c"masked(obj) returns the lower 32 bits of obj."),
    PyMethodDef::fastcall(c"clamped", clamped).doc(c"clamped(index, length) returns where a slice begins."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x17".as_ptr(),
    m_doc: c"Three rules for integers.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x17` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x17() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function gives back until you have written it: `NotImplementedError` is set.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr) -> Raised {
    // SAFETY: the exception type is alive for ever.
    raise(unsafe { PyExc_NotImplementedError }, function)
}
