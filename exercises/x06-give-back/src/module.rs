//! Given: what makes a Python module out of the three functions. Nothing here is yours to change.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython_sys::*;

static METHODS: [PyMethodDef; 4] = [
    PyMethodDef::one(c"identity", crate::identity).doc(c"identity(obj) returns obj."),
    PyMethodDef::one(c"first", crate::first).doc(c"first(items) returns the first item of a list."),
    PyMethodDef::noargs(c"nothing", crate::nothing).doc(c"nothing() returns None."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x06".as_ptr(),
    m_doc: c"Three functions that return a reference.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x06` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x06() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function returns until you have written it: NULL, with `NotImplementedError` set.
///
/// `todo!()` would panic, and a panic in an `extern "C"` function ends the process.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr, _argument: *mut PyObject) -> *mut PyObject {
    // SAFETY: only called from a function that Python called, so the thread is attached.
    unsafe {
        PyErr_SetString(PyExc_NotImplementedError, function.as_ptr());
    }
    null_mut()
}
