//! Up to 3.14: `PyInit_*` returns a `PyModuleDef` with slots (PEP 489).

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use cpython_sys::{self as ffi, PyObject};

use super::callbacks::{clear, create, exec, free, traverse};
use super::state::StateStorage;
use super::{Export, MethodTable, ModuleState, ModuleStateGc};
use crate::c_api;

/// The slots of a definition, with room for all that any version has.
#[doc(hidden)]
pub struct Slots(#[expect(dead_code, reason = "read by CPython")] [ffi::PyModuleDef_Slot; 5]);

// SAFETY: CPython reads the slots and never writes them.
unsafe impl Sync for Slots {}

const fn slot(slot: c_int, value: *mut c_void) -> ffi::PyModuleDef_Slot {
    ffi::PyModuleDef_Slot { slot, value }
}

impl Slots {
    pub const fn new<E: Export>() -> Self {
        Self([
            slot(ffi::Py_mod_create as c_int, create as *mut c_void),
            slot(ffi::Py_mod_exec as c_int, exec::<E> as *mut c_void),
            #[cfg(Py_3_12)]
            slot(
                ffi::Py_mod_multiple_interpreters as c_int,
                ffi::Py_mod_value(ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED as _),
            ),
            #[cfg(Py_3_13)]
            slot(ffi::Py_mod_gil as c_int, ffi::Py_mod_value(ffi::Py_MOD_GIL_NOT_USED as _)),
            #[cfg(not(Py_3_13))]
            slot(0, null_mut()),
            #[cfg(not(Py_3_12))]
            slot(0, null_mut()),
            slot(0, null_mut()),
        ])
    }
}

/// The `PyModuleDef`.
#[doc(hidden)]
pub struct Definition(ffi::StaticModuleDef);

impl Definition {
    pub const fn new<E: Export, const ROWS: usize>(methods: &'static MethodTable<ROWS>, slots: &'static Slots) -> Self {
        let collected = <E::State as ModuleState>::Gc::ENABLED;
        Self(ffi::StaticModuleDef::new(ffi::PyModuleDef {
            m_base: ffi::PyModuleDef_HEAD_INIT,
            m_name: E::NAME.as_ptr(),
            m_doc: E::DOC.as_ptr(),
            m_size: StateStorage::<E::State>::SIZE as ffi::Py_ssize_t,
            m_methods: methods.as_ptr(),
            m_slots: std::ptr::from_ref(slots).cast_mut().cast(),
            m_traverse: if collected { Some(traverse::<E::State>) } else { None },
            m_clear: if collected { Some(clear::<E::State>) } else { None },
            m_free: Some(free::<E::State>),
        }))
    }

    /// # Safety
    /// Called from `PyInit_*`.
    pub unsafe fn init(&'static self) -> *mut PyObject {
        // SAFETY: the caller's condition; the definition is a static.
        unsafe { c_api::module_def_init(self.0.as_ptr()) }
    }
}
