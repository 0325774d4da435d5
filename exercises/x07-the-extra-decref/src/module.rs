//! Given: what makes a Python module out of the two functions. Nothing here is yours to change.

use cpython_sys::*;

static METHODS: [PyMethodDef; 3] = [
    PyMethodDef::one(c"measured", crate::measured).doc(c"measured(obj) returns (obj, len(obj))."),
    PyMethodDef::one(c"shown", crate::shown).doc(c"shown(items) returns repr(items[0])."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x07".as_ptr(),
    m_doc: c"Two functions that give back too much.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x07` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x07() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
