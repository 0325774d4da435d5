//! Given: what makes a class of the functions, and a module of the class. Nothing here is yours to change.

use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

use cpython_sys::*;

use crate::Payload;

#[repr(C)]
struct Instance {
    head: PyObject,
    payload: Payload,
}

/// The address of the payload of a `Pair`.
pub fn payload(pair: *mut PyObject) -> *mut Payload {
    // SAFETY: a `Pair` is laid out as an `Instance`; the address is computed, and nothing is read.
    unsafe { &raw mut (*pair.cast::<Instance>()).payload }
}

/// A reference of our own, or empty. It gives nothing back by itself: that may run Python, so you say when.
pub struct Slot(*mut PyObject);

impl Slot {
    /// With a reference of its own to this object.
    #[allow(dead_code, reason = "until `set_left` uses it")]
    pub fn holding(object: *mut PyObject) -> Self {
        // SAFETY: the thread is attached, and the object is lent.
        Self(unsafe { Py_NewRef(object) })
    }

    /// The object, lent as long as it is in the slot. NULL: the slot is empty.
    pub fn pointer(&self) -> *mut PyObject {
        self.0
    }

    /// Give the reference back, if there is one.
    #[allow(dead_code, reason = "until `clear` uses it")]
    pub fn release(self) {
        // SAFETY: the thread is attached, and the reference is ours; it goes with the slot.
        unsafe { Py_XDECREF(self.0) };
    }
}

impl Default for Slot {
    /// An empty one.
    fn default() -> Self {
        Self(null_mut())
    }
}

/// Show one reference to the collector. NULL is none. What comes back is 0, or a reason to stop at once.
#[allow(dead_code, reason = "until `traverse` uses it")]
pub fn report(object: *mut PyObject, visit: visitproc, argument: *mut c_void) -> c_int {
    match visit {
        // SAFETY: inside a traverse function, whose visitor and argument these are; the object is alive.
        Some(visit) if !object.is_null() => unsafe { visit(object, argument) },
        _ => 0,
    }
}

/// `Pair(left, right)`
extern "C" fn new(class: *mut PyTypeObject, args: *mut PyObject, _kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached; `args` is a tuple, whose items are read only if there are two. The payload is
    // written before anybody else can see the object: nothing is allocated in between.
    unsafe {
        if PyTuple_Size(args) != 2 {
            PyErr_SetString(PyExc_TypeError, c"Pair() takes two objects".as_ptr());
            return null_mut();
        }
        let pair = PyType_GenericAlloc(class, 0);
        if !pair.is_null() {
            let (left, right) = (PyTuple_GetItem(args, 0), PyTuple_GetItem(args, 1));
            payload(pair).write(Payload { left: Slot::holding(left), right: Slot::holding(right) });
        }
        pair
    }
}

/// `pair.right()`
extern "C" fn right(pair: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached, and the pair is alive.
    unsafe {
        let object = (*payload(pair)).right.pointer();
        if object.is_null() { raise_empty() } else { Py_NewRef(object) }
    }
}

/// `pair.clear()`: what the collector does, at a moment of your choice.
extern "C" fn clear(pair: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    crate::clear(pair);
    // SAFETY: the thread is attached.
    unsafe { Py_NewRef(Py_None()) }
}

/// Set a `ValueError`: there is nothing in the slot.
pub fn raise_empty() -> *mut PyObject {
    // SAFETY: the thread is attached.
    unsafe { PyErr_SetString(PyExc_ValueError, c"the pair is empty".as_ptr()) };
    null_mut()
}

/// In a `static`: the class keeps the address of its table.
static METHODS: [PyMethodDef; 5] = [
    PyMethodDef::noargs(c"left", crate::left).doc(c"left() returns what is on the left."),
    PyMethodDef::noargs(c"right", right).doc(c"right() returns what is on the right."),
    PyMethodDef::one(c"set_left", crate::set_left).doc(c"set_left(obj) puts obj on the left."),
    PyMethodDef::noargs(c"clear", clear).doc(c"clear() empties the pair."),
    PyMethodDef::zeroed(),
];

/// Fill the module: the class is made at run time, one for each module object. Nobody can derive from it.
extern "C" fn execute(module: *mut PyObject) -> c_int {
    let slot = |slot: u32, pfunc: *mut c_void| PyType_Slot { slot: slot as c_int, pfunc };
    let mut slots = [
        slot(Py_tp_new, new as *mut c_void),
        slot(Py_tp_dealloc, crate::dealloc as *mut c_void),
        slot(Py_tp_traverse, crate::traverse as *mut c_void),
        slot(Py_tp_clear, crate::clear as *mut c_void),
        slot(Py_tp_methods, METHODS.as_ptr().cast_mut().cast()),
        slot(0, null_mut()),
    ];
    #[allow(clippy::unnecessary_cast, reason = "the constants' types differ by version")]
    let mut spec = PyType_Spec {
        name: c"x26.Pair".as_ptr(),
        basicsize: size_of::<Instance>() as c_int,
        itemsize: 0,
        flags: Py_TPFLAGS_DEFAULT as u32 | Py_TPFLAGS_HAVE_GC as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the thread is attached; the module takes a reference of its own to the class, and ours is given back.
    unsafe {
        let class = PyType_FromModuleAndSpec(module, &raw mut spec, null_mut());
        if class.is_null() {
            return -1;
        }
        let done = PyModule_AddObjectRef(module, c"Pair".as_ptr(), class);
        Py_DECREF(class);
        done
    }
}

#[repr(transparent)]
struct Slots([PyModuleDef_Slot; 2]);
// SAFETY: CPython reads the table and never writes it.
unsafe impl Sync for Slots {}

/// `Py_mod_gil` is left out: without the GIL two threads could change one pair at the same time. A free-threaded Python
/// switches its GIL on when it imports this module, and says so.
static SLOTS: Slots = Slots([PyModuleDef_Slot::exec(execute), PyModuleDef_Slot { slot: 0, value: null_mut() }]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x26".as_ptr(),
    m_doc: c"A pair that the collector can see.".as_ptr(),
    m_size: 0,
    m_methods: null_mut(),
    m_slots: SLOTS.0.as_ptr().cast_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x26` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x26() -> *mut PyObject {
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
