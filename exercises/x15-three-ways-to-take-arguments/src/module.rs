//! Given: what makes a Python module out of your table. Nothing here is yours to change.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython_sys::*;

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x15".as_ptr(),
    m_doc: c"Three calling conventions.".as_ptr(),
    m_size: 0,
    m_methods: crate::METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x15` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x15() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function returns until you have written it: NULL, with `NotImplementedError` set.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr) -> *mut PyObject {
    // SAFETY: only called from a function that Python called, so the thread is attached.
    unsafe {
        PyErr_SetString(PyExc_NotImplementedError, function.as_ptr());
    }
    null_mut()
}
