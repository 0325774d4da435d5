//! Given: what makes a class of the functions, and a module of the class. Nothing here is yours to change.

use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

use cpython_sys::*;

use crate::payload;

/// `Pile()`: Python calls the class.
extern "C" fn new(class: *mut PyTypeObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached; `args` is a tuple, and `kwargs` a dict or NULL.
    unsafe {
        if PyTuple_Size(args) != 0 || (!kwargs.is_null() && PyDict_Size(kwargs) != 0) {
            PyErr_SetString(PyExc_TypeError, c"Pile() takes no arguments".as_ptr());
            return null_mut();
        }
    }
    crate::new_pile(class, Vec::new())
}

/// `pile.add(number)`
extern "C" fn add(pile: *mut PyObject, number: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached; Python calls a method with an instance of its class. The conversion may run Python
    // code, so it comes before the payload is borrowed.
    unsafe {
        let number = PyLong_AsLongLong(number);
        if number == -1 && !PyErr_Occurred().is_null() {
            return null_mut();
        }
        (*payload(pile)).numbers.push(number);
        Py_NewRef(Py_None())
    }
}

/// `pile.total()`
extern "C" fn total(pile: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: as above; nothing of Python runs while the numbers are borrowed.
    unsafe { PyLong_FromLongLong((*payload(pile)).numbers.iter().fold(0, |sum, one| sum.wrapping_add(*one))) }
}

/// `pile.count()`
extern "C" fn count(pile: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: as above.
    unsafe { PyLong_FromSize_t((*payload(pile)).numbers.len()) }
}

/// In a `static`: the class keeps the address of its table.
static METHODS: [PyMethodDef; 6] = [
    PyMethodDef::one(c"add", add).doc(c"add(number) puts a number on the pile."),
    PyMethodDef::noargs(c"total", total).doc(c"total() returns the sum of all numbers."),
    PyMethodDef::noargs(c"count", count).doc(c"count() returns how many numbers there are."),
    PyMethodDef::noargs(c"copy", crate::copy).doc(c"copy() returns a new Pile with the same numbers."),
    PyMethodDef::one(c"absorb", crate::absorb).doc(c"absorb(other) takes all numbers of another Pile."),
    PyMethodDef::zeroed(),
];

/// Fill the module: the class is made at run time, one for each module object. Nobody can derive from it.
extern "C" fn execute(module: *mut PyObject) -> c_int {
    let slot = |slot: u32, pfunc: *mut c_void| PyType_Slot { slot: slot as c_int, pfunc };
    let mut slots = [
        slot(Py_tp_new, new as *mut c_void),
        slot(Py_tp_dealloc, crate::dealloc as *mut c_void),
        slot(Py_tp_methods, METHODS.as_ptr().cast_mut().cast()),
        slot(0, null_mut()),
    ];
    #[allow(clippy::unnecessary_cast, reason = "the constants' types differ by version")]
    let mut spec = PyType_Spec {
        name: c"x25.Pile".as_ptr(),
        basicsize: crate::SIZE as c_int,
        itemsize: 0,
        flags: Py_TPFLAGS_DEFAULT as u32 | Py_TPFLAGS_IMMUTABLETYPE as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the thread is attached; the module takes a reference of its own to the class, and ours is given back.
    unsafe {
        let class = PyType_FromModuleAndSpec(module, &raw mut spec, null_mut());
        if class.is_null() {
            return -1;
        }
        let done = PyModule_AddObjectRef(module, c"Pile".as_ptr(), class);
        Py_DECREF(class);
        done
    }
}

#[repr(transparent)]
struct Slots([PyModuleDef_Slot; 2]);
// SAFETY: CPython reads the table and never writes it.
unsafe impl Sync for Slots {}

/// `Py_mod_gil` is left out: without the GIL two threads could change one pile at the same time. A free-threaded Python
/// switches its GIL on when it imports this module, and says so.
static SLOTS: Slots = Slots([PyModuleDef_Slot::exec(execute), PyModuleDef_Slot { slot: 0, value: null_mut() }]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x25".as_ptr(),
    m_doc: c"A class with a Rust inside.".as_ptr(),
    m_size: 0,
    m_methods: null_mut(),
    m_slots: SLOTS.0.as_ptr().cast_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x25` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x25() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a function returns until you have written it: NULL, with `NotImplementedError` set.
///
/// `todo!()` would panic, and a panic in an `extern "C"` function ends the process.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet(function: &CStr) -> *mut PyObject {
    // SAFETY: only called from a function that Python called, so the thread is attached.
    unsafe {
        PyErr_SetString(PyExc_NotImplementedError, function.as_ptr());
    }
    null_mut()
}
