//! From 3.15: `PyModExport_*` returns an array of `PySlot` (PEP 793, PEP 820).

use std::ffi::c_void;
use std::ptr::null_mut;

use cpython_sys as ffi;

use super::callbacks::{clear, create, exec, free, traverse};
use super::state::StateStorage;
use super::{Export, MethodTable, ModuleState, ModuleStateGc};

/// The array of slots.
#[doc(hidden)]
pub struct Slots(#[expect(dead_code, reason = "read by CPython")] [ffi::PySlot; 14]);

// SAFETY: CPython reads the slots and never writes them.
unsafe impl Sync for Slots {}

/// `PyABIInfo` for exactly this version and build.
struct AbiInfo(ffi::PyABIInfo);

static ABI: AbiInfo = AbiInfo(ffi::PyABIInfo {
    abiinfo_major_version: 1,
    abiinfo_minor_version: 0,
    flags: (ffi::PyABIInfo_INTERNAL | if ffi::GIL_DISABLED { ffi::PyABIInfo_FREETHREADED } else { ffi::PyABIInfo_GIL })
        as u16,
    build_version: ffi::PY_VERSION_HEX,
    abi_version: ffi::PY_VERSION_HEX,
});

const fn slot(id: u32, flags: u32, value: ffi::PySlot__bindgen_ty_2) -> ffi::PySlot {
    ffi::PySlot {
        sl_id: id as u16,
        sl_flags: flags as u16,
        __bindgen_anon_1: ffi::PySlot__bindgen_ty_1 { sl_reserved: 0 },
        __bindgen_anon_2: value,
    }
}

const fn data(id: u32, value: *const c_void) -> ffi::PySlot {
    slot(id, ffi::PySlot_STATIC, ffi::PySlot__bindgen_ty_2 { sl_ptr: value.cast_mut() })
}

const fn function(id: u32, value: *mut c_void) -> ffi::PySlot {
    slot(id, 0, ffi::PySlot__bindgen_ty_2 { sl_ptr: value })
}

const fn integer(id: u32, value: u32) -> ffi::PySlot {
    slot(id, ffi::PySlot_INTPTR, ffi::PySlot__bindgen_ty_2 { sl_ptr: ffi::Py_mod_value(value as _) })
}

impl Slots {
    pub const fn new<E: Export, const ROWS: usize>(methods: &'static MethodTable<ROWS>) -> Self {
        let size = StateStorage::<E::State>::SIZE as ffi::Py_ssize_t;
        let end = slot(ffi::Py_slot_end, 0, ffi::PySlot__bindgen_ty_2 { sl_ptr: null_mut() });
        let collected = <E::State as ModuleState>::Gc::ENABLED;
        Self([
            data(ffi::Py_mod_name, E::NAME.as_ptr().cast()),
            data(ffi::Py_mod_doc, E::DOC.as_ptr().cast()),
            data(ffi::Py_mod_abi, (&raw const ABI.0).cast()),
            slot(ffi::Py_mod_state_size, 0, ffi::PySlot__bindgen_ty_2 { sl_size: size }),
            data(ffi::Py_mod_methods, methods.as_ptr().cast()),
            function(ffi::Py_mod_create as u32, create as *mut c_void),
            function(ffi::Py_mod_exec as u32, exec::<E> as *mut c_void),
            integer(ffi::Py_mod_multiple_interpreters as u32, ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED),
            integer(ffi::Py_mod_gil as u32, ffi::Py_MOD_GIL_NOT_USED),
            function(ffi::Py_mod_state_free, free::<E::State> as *mut c_void),
            if collected { function(ffi::Py_mod_state_traverse, traverse::<E::State> as *mut c_void) } else { end },
            if collected { function(ffi::Py_mod_state_clear, clear::<E::State> as *mut c_void) } else { end },
            end,
            end,
        ])
    }

    pub const fn as_ptr(&'static self) -> *const ffi::PySlot {
        std::ptr::from_ref(self).cast()
    }
}
