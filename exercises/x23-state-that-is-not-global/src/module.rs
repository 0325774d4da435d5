//! Given: what makes a Python module out of the functions. Nothing here is yours to change.

use std::ffi::{CStr, c_void};
use std::ptr::null_mut;

use cpython_sys::*;

static METHODS: [PyMethodDef; 4] = [
    PyMethodDef::noargs(c"bump", crate::bump).doc(c"bump() returns how often it was called on this module object."),
    PyMethodDef::one(c"remember", crate::remember).doc(c"remember(obj) keeps obj."),
    PyMethodDef::noargs(c"recall", crate::recall).doc(c"recall() returns the object that was remembered last."),
    PyMethodDef::zeroed(),
];

#[repr(transparent)]
struct Slots([PyModuleDef_Slot; 2]);
// SAFETY: CPython reads the table and never writes it.
unsafe impl Sync for Slots {}

const LAST: PyModuleDef_Slot = PyModuleDef_Slot { slot: 0, value: null_mut() };
/// `Py_mod_multiple_interpreters` with `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`, by number: interpreters before 3.12 have
/// no name for them. It says that nothing here is shared, so keep it true.
///
/// `Py_mod_gil` is left out: without the GIL two threads could change one state at the same time. A free-threaded
/// Python switches its GIL on when it imports this module, and says so.
const ISOLATED: PyModuleDef_Slot = PyModuleDef_Slot { slot: 3, value: std::ptr::without_provenance_mut::<c_void>(2) };
static SLOTS: Slots = Slots([if HAS_NAMES { ISOLATED } else { LAST }, LAST]);
/// Whether the interpreter knows the slot: from 3.12 on.
const HAS_NAMES: bool = PY_VERSION_HEX >= 0x030C_0000;

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x23".as_ptr(),
    m_doc: c"A count and an object for each module object.".as_ptr(),
    m_size: size_of::<crate::State>() as Py_ssize_t,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.0.as_ptr().cast_mut(),
    m_traverse: Some(crate::traverse),
    m_clear: Some(crate::clear),
    m_free: Some(crate::free),
});

/// What `import x23` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x23() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function returns until you have written it: NULL, with `NotImplementedError` set.
///
/// `todo!()` would panic, and a panic in an `extern "C"` function ends the process.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr, _arguments: impl Sized) -> *mut PyObject {
    // SAFETY: only called from a function that Python called, so the thread is attached.
    unsafe {
        PyErr_SetString(PyExc_NotImplementedError, function.as_ptr());
    }
    null_mut()
}
