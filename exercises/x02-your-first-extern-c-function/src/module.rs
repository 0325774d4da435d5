//! Given: a module whose one function says where its file is, so that `ctypes` can open it. Nothing here is yours to
//! change.

use cpython_sys::*;

extern "C" fn library(module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached, and a function of a module gets its module.
    unsafe { PyModule_GetFilenameObject(module) }
}

static METHODS: [PyMethodDef; 2] = [
    PyMethodDef::noargs(c"library", library).doc(c"library() returns the path of this module's file."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x02".as_ptr(),
    m_doc: c"A library for ctypes.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x02` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x02() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
