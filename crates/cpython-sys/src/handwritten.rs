//! What bindgen cannot write: macros with a cast or an initialiser, inline functions, and the two types that need
//! another shape in Rust. README.md lists every item and why.
#![allow(clippy::declare_interior_mutable_const, reason = "an initialiser is copied into each use, as in C")]
#![allow(non_snake_case, non_upper_case_globals, reason = "the names are C's")]

use std::cell::UnsafeCell;
use std::ffi::{c_char, c_int, c_ulong, c_void};
use std::mem::zeroed;
use std::ptr::null_mut;

use crate::bindings as sys;
use crate::bindings::{_object, Py_ssize_t, PyTypeObject};

/// Whether the interpreter is a free-threaded build. A cfg would be seen by this crate alone.
pub const GIL_DISABLED: bool = cfg!(py_gil_disabled);
/// Whether the interpreter is a debug build (`Py_DEBUG`).
pub const DEBUG: bool = cfg!(py_debug);

/// A Python object. Python changes objects through shared pointers, so the content is in an `UnsafeCell`: behind a
/// plain struct, rustc could assume that nobody writes through another pointer.
#[repr(transparent)]
pub struct PyObject(UnsafeCell<_object>);

// SAFETY: a shared reference to an `UnsafeCell` gives no access by itself; each access is unsafe and states its own
// condition. Needed for `static` tables that hold objects.
unsafe impl Sync for PyObject {}

impl PyObject {
    /// The pointer that C functions take.
    pub const fn as_raw(&self) -> *mut Self {
        self.0.get().cast()
    }
}

/// `METH_*`: how a function takes its arguments. C writes them as bare macros; `ml_flags` is a C `int`.
pub const METH_VARARGS: c_int = 0x0001;
/// With a dict of keywords.
pub const METH_KEYWORDS: c_int = 0x0002;
/// No arguments.
pub const METH_NOARGS: c_int = 0x0004;
/// One argument.
pub const METH_O: c_int = 0x0008;
/// Gets the class.
pub const METH_CLASS: c_int = 0x0010;
/// Gets no receiver.
pub const METH_STATIC: c_int = 0x0020;
/// May coexist with a slot of the same name.
pub const METH_COEXIST: c_int = 0x0040;
/// An array of arguments and their number.
pub const METH_FASTCALL: c_int = 0x0080;
/// Also gets the class that defines the method.
pub const METH_METHOD: c_int = 0x0200;

/// Slots of types that 3.15 writes as macros with arguments, which bindgen leaves out.
#[cfg(Py_3_15)]
pub const Py_bf_getbuffer: u32 = 88;
/// `PyBufferProcs::bf_releasebuffer`
#[cfg(Py_3_15)]
pub const Py_bf_releasebuffer: u32 = 89;
/// `PyMappingMethods::mp_ass_subscript`
#[cfg(Py_3_15)]
pub const Py_mp_ass_subscript: u32 = 90;
/// `PyMappingMethods::mp_length`
#[cfg(Py_3_15)]
pub const Py_mp_length: u32 = 91;

/// `METH_VARARGS`, `METH_NOARGS`, `METH_O`.
type Function = unsafe extern "C" fn(slf: *mut PyObject, args: *mut PyObject) -> *mut PyObject;
/// `METH_FASTCALL`.
type Fast = unsafe extern "C" fn(slf: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject;
/// `METH_VARARGS | METH_KEYWORDS`.
type WithKeywords =
    unsafe extern "C" fn(slf: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject;
/// `METH_FASTCALL | METH_KEYWORDS`.
type FastWithKeywords = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject;
/// `METH_METHOD | METH_FASTCALL | METH_KEYWORDS`.
type Method = unsafe extern "C" fn(
    slf: *mut PyObject,
    defining_class: *mut PyTypeObject,
    args: *const *mut PyObject,
    nargs: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject;

/// The function of a method table. C casts every signature to one; here each keeps its own.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PyMethodDefFuncPointer {
    /// For `METH_VARARGS`, `METH_NOARGS`, `METH_O`.
    pub PyCFunction: Function,
    /// For `METH_FASTCALL`.
    pub PyCFunctionFast: Fast,
    /// For `METH_VARARGS | METH_KEYWORDS`.
    pub PyCFunctionWithKeywords: WithKeywords,
    /// For `METH_FASTCALL | METH_KEYWORDS`.
    pub PyCFunctionFastWithKeywords: FastWithKeywords,
    /// For `METH_METHOD | METH_FASTCALL | METH_KEYWORDS`.
    pub PyCMethod: Method,
    /// The last row of a table.
    pub Void: *mut c_void,
}

/// One row of a method table. The constructors keep function and flags together; C leaves that to the reader.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyMethodDef {
    /// The Python name; null in the last row.
    pub ml_name: *const c_char,
    /// The function.
    pub ml_meth: PyMethodDefFuncPointer,
    /// `METH_*`.
    pub ml_flags: c_int,
    /// The docstring, or null.
    pub ml_doc: *const c_char,
}

// SAFETY: CPython reads a method table and never writes it; the pointers are to `'static` text and code.
unsafe impl Sync for PyMethodDef {}
// SAFETY: as above; a row is plain data.
unsafe impl Send for PyMethodDef {}

impl PyMethodDef {
    /// The last row of every table. Without it CPython reads past the end.
    pub const fn zeroed() -> Self {
        Self {
            ml_name: null_mut(),
            ml_meth: PyMethodDefFuncPointer { Void: null_mut() },
            ml_flags: 0,
            ml_doc: null_mut(),
        }
    }

    const fn row(name: &'static std::ffi::CStr, function: PyMethodDefFuncPointer, flags: c_int) -> Self {
        Self { ml_name: name.as_ptr(), ml_meth: function, ml_flags: flags, ml_doc: null_mut() }
    }

    /// A function without arguments (`METH_NOARGS`).
    pub const fn noargs(name: &'static std::ffi::CStr, function: Function) -> Self {
        Self::row(name, PyMethodDefFuncPointer { PyCFunction: function }, METH_NOARGS)
    }

    /// A function of one argument (`METH_O`).
    pub const fn one(name: &'static std::ffi::CStr, function: Function) -> Self {
        Self::row(name, PyMethodDefFuncPointer { PyCFunction: function }, METH_O)
    }

    /// A function of a tuple of arguments (`METH_VARARGS`).
    pub const fn varargs(name: &'static std::ffi::CStr, function: Function) -> Self {
        Self::row(name, PyMethodDefFuncPointer { PyCFunction: function }, METH_VARARGS)
    }

    /// A function of an array of arguments (`METH_FASTCALL`).
    pub const fn fastcall(name: &'static std::ffi::CStr, function: Fast) -> Self {
        Self::row(name, PyMethodDefFuncPointer { PyCFunctionFast: function }, METH_FASTCALL)
    }

    /// A function of an array of arguments with keywords (`METH_FASTCALL | METH_KEYWORDS`).
    pub const fn fastcall_keywords(name: &'static std::ffi::CStr, function: FastWithKeywords) -> Self {
        let function = PyMethodDefFuncPointer { PyCFunctionFastWithKeywords: function };
        Self::row(name, function, METH_FASTCALL | METH_KEYWORDS)
    }

    /// A method that also gets the class that defines it (`METH_METHOD | METH_FASTCALL | METH_KEYWORDS`).
    pub const fn method(name: &'static std::ffi::CStr, function: Method) -> Self {
        let function = PyMethodDefFuncPointer { PyCMethod: function };
        Self::row(name, function, METH_METHOD | METH_FASTCALL | METH_KEYWORDS)
    }

    /// The same row with a docstring.
    pub const fn doc(self, doc: &'static std::ffi::CStr) -> Self {
        Self { ml_doc: doc.as_ptr(), ..self }
    }
}

/// The head of a statically allocated object: `PyObject_HEAD_INIT(NULL)`. Its layout and the first count differ by
/// version and build.
pub const PyObject_HEAD_INIT: PyObject = {
    // SAFETY: `_object` holds integers and a nullable pointer; all zeros is a value of it.
    let mut object: _object = unsafe { zeroed() };
    #[cfg(py_gil_disabled)]
    {
        object.ob_ref_local = u32::MAX;
        #[cfg(Py_3_14)]
        {
            object.ob_flags = sys::HEAD_FLAGS as _;
        }
    }
    #[cfg(all(not(py_gil_disabled), not(Py_3_12)))]
    {
        object.ob_refcnt = sys::HEAD_REFCNT as _;
    }
    #[cfg(all(not(py_gil_disabled), Py_3_12, not(all(Py_3_14, target_pointer_width = "64"))))]
    {
        object.__bindgen_anon_1.ob_refcnt = sys::HEAD_REFCNT as _;
    }
    #[cfg(all(not(py_gil_disabled), Py_3_14, target_pointer_width = "64"))]
    {
        object.__bindgen_anon_1.ob_refcnt_full = sys::HEAD_REFCNT as _;
    }
    PyObject(UnsafeCell::new(object))
};

/// The head of a `PyModuleDef`: `PyModuleDef_HEAD_INIT`.
pub const PyModuleDef_HEAD_INIT: sys::PyModuleDef_Base =
    sys::PyModuleDef_Base { ob_base: PyObject_HEAD_INIT, m_init: None, m_index: 0, m_copy: null_mut() };

/// A `PyModuleDef` for a `static`: CPython writes to it (its own reference count and index), so a plain `static`
/// will not do and a `static mut` invites references.
#[repr(transparent)]
pub struct StaticModuleDef(UnsafeCell<sys::PyModuleDef>);

// SAFETY: only CPython touches the content, and it does so under its import lock.
unsafe impl Sync for StaticModuleDef {}

impl StaticModuleDef {
    /// Wrap a definition.
    pub const fn new(definition: sys::PyModuleDef) -> Self {
        Self(UnsafeCell::new(definition))
    }

    /// The pointer that `PyModuleDef_Init` and `PyModule_Create2` take.
    pub const fn as_ptr(&self) -> *mut sys::PyModuleDef {
        self.0.get()
    }
}

impl sys::PyModuleDef_Slot {
    /// A function to run when the module is made (`Py_mod_exec`).
    pub const fn exec(function: unsafe extern "C" fn(module: *mut PyObject) -> c_int) -> Self {
        Self { slot: sys::Py_mod_exec as c_int, value: function as *mut c_void }
    }

    const END: Self = Self { slot: 0, value: null_mut() };
}

/// The slots of a `PyModuleDef` for a `static`, ended as CPython wants it.
#[repr(C)]
pub struct StaticSlots<const N: usize> {
    own: [sys::PyModuleDef_Slot; N],
    gil: sys::PyModuleDef_Slot,
    end: sys::PyModuleDef_Slot,
}

// SAFETY: CPython reads the slots and never writes them.
unsafe impl<const N: usize> Sync for StaticSlots<N> {}

impl<const N: usize> StaticSlots<N> {
    /// `own`, and the promise that the module does not rely on the GIL (`Py_mod_gil`, from 3.13 on). Without it a
    /// free-threaded interpreter switches the GIL on when it imports the module, and warns.
    pub const fn gil_not_used(own: [sys::PyModuleDef_Slot; N]) -> Self {
        #[cfg(Py_3_13)]
        let gil = sys::PyModuleDef_Slot {
            slot: sys::Py_mod_gil as c_int,
            value: Py_mod_value(sys::Py_MOD_GIL_NOT_USED as c_ulong),
        };
        #[cfg(not(Py_3_13))]
        let gil = sys::PyModuleDef_Slot::END;
        Self { own, gil, end: sys::PyModuleDef_Slot::END }
    }

    /// What `m_slots` takes.
    pub const fn as_ptr(&'static self) -> *mut sys::PyModuleDef_Slot {
        std::ptr::from_ref(self).cast_mut().cast()
    }
}

/// `Py_MOD_*` values are small integers that C passes as pointers.
pub const fn Py_mod_value(value: c_ulong) -> *mut c_void {
    std::ptr::without_provenance_mut(value as usize)
}

/// `PyModule_Create`: single-phase initialisation.
///
/// # Safety
/// An attached thread state; `definition` lives as long as the interpreter.
pub unsafe fn PyModule_Create(definition: *mut sys::PyModuleDef) -> *mut PyObject {
    // SAFETY: the caller's conditions are those of the C function.
    unsafe { sys::PyModule_Create2(definition, sys::PYTHON_API_VERSION as c_int) }
}

/// One reference more. Inline in C; here too on release builds with the GIL, else by the function.
///
/// # Safety
/// An attached thread state; `object` is alive.
#[inline(always)]
pub unsafe fn Py_INCREF(object: *mut PyObject) {
    #[cfg(all(not(py_gil_disabled), not(py_debug), not(Py_3_12)))]
    // SAFETY: the object is alive, and the GIL, which this thread holds, guards its count.
    unsafe {
        (*object.cast::<_object>()).ob_refcnt += 1;
    }
    #[cfg(all(not(py_gil_disabled), not(py_debug), Py_3_12, target_pointer_width = "64"))]
    // SAFETY: as above.
    unsafe {
        let count = mortal_count(object);
        if *count >= 0 {
            // At the largest count an object becomes immortal, as in C.
            *count = (*count).wrapping_add(1);
        }
    }
    #[cfg(any(py_gil_disabled, py_debug, all(Py_3_12, not(target_pointer_width = "64"))))]
    // SAFETY: the caller's conditions are those of the C function.
    unsafe {
        sys::Py_IncRef(object);
    }
}

/// From 3.12 on, on 64 bits: the half of the count that changes. Negative means immortal, and is never written.
///
/// # Safety
/// `object` is alive.
#[cfg(all(not(py_gil_disabled), not(py_debug), Py_3_12, target_pointer_width = "64"))]
#[inline(always)]
unsafe fn mortal_count(object: *mut PyObject) -> *mut i32 {
    let half = if cfg!(target_endian = "big") { 1 } else { 0 };
    // SAFETY: the count is the first field, eight bytes long.
    unsafe { object.cast::<i32>().add(half) }
}

/// One reference less. Inline in C; here too on release builds with the GIL, else by the function.
///
/// # Safety
/// An attached thread state; the caller owns the reference it gives up.
#[inline(always)]
pub unsafe fn Py_DECREF(object: *mut PyObject) {
    #[cfg(all(not(py_gil_disabled), not(py_debug), not(Py_3_12)))]
    // SAFETY: the object is alive, and the GIL, which this thread holds, guards its count.
    unsafe {
        let count = &raw mut (*object.cast::<_object>()).ob_refcnt;
        *count -= 1;
        if *count == 0 {
            sys::_Py_Dealloc(object);
        }
    }
    #[cfg(all(not(py_gil_disabled), not(py_debug), Py_3_12, target_pointer_width = "64"))]
    // SAFETY: as above.
    unsafe {
        let count = mortal_count(object);
        if *count >= 0 {
            *count -= 1;
            if *count == 0 {
                sys::_Py_Dealloc(object);
            }
        }
    }
    #[cfg(any(py_gil_disabled, py_debug, all(Py_3_12, not(target_pointer_width = "64"))))]
    // SAFETY: the caller's conditions are those of the C function.
    unsafe {
        sys::Py_DecRef(object);
    }
}

/// As `Py_INCREF`, for a pointer that may be null.
///
/// # Safety
/// An attached thread state; `object` is alive or null.
#[inline]
pub unsafe fn Py_XINCREF(object: *mut PyObject) {
    // SAFETY: the C function takes null.
    unsafe { sys::Py_IncRef(object) }
}

/// As `Py_DECREF`, for a pointer that may be null.
///
/// # Safety
/// An attached thread state; the caller owns the reference it gives up, if any.
#[inline]
pub unsafe fn Py_XDECREF(object: *mut PyObject) {
    // SAFETY: the C function takes null.
    unsafe { sys::Py_DecRef(object) }
}

/// The type of an object, borrowed.
///
/// # Safety
/// `object` is alive.
#[inline]
pub unsafe fn Py_TYPE(object: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: the caller says that the object is alive; `PyObject` is transparent over `_object`.
    unsafe { (*object.cast::<_object>()).ob_type }
}

/// Whether the object is of exactly this type.
///
/// # Safety
/// `object` is alive.
#[inline]
pub unsafe fn Py_IS_TYPE(object: *mut PyObject, class: *mut PyTypeObject) -> bool {
    // SAFETY: the caller says that the object is alive.
    unsafe { Py_TYPE(object) == class }
}

/// The type as an object: every type is one.
#[inline]
pub const fn type_as_object(class: *mut PyTypeObject) -> *mut PyObject {
    class.cast()
}

/// Whether the object's type, or a base of it, sets a flag of `Py_TPFLAGS_*`.
///
/// # Safety
/// An attached thread state; `object` is alive.
#[inline]
pub unsafe fn has_type_flag(object: *mut PyObject, flag: c_ulong) -> bool {
    // Without the GIL another thread may write the field: the function reads it as an atomic.
    #[cfg(py_gil_disabled)]
    // SAFETY: the object is alive, so its type is.
    let flags = unsafe { sys::PyType_GetFlags(Py_TYPE(object)) };
    #[cfg(not(py_gil_disabled))]
    // SAFETY: as above; the GIL, which the caller holds, guards the field. C reads it inline too.
    let flags = unsafe { (*Py_TYPE(object)).tp_flags };
    flags & flag != 0
}

macro_rules! checks {
    ($($check:ident, $exact:ident, $class:ident, $bit:literal;)*) => {$(
        #[doc = concat!("`", stringify!($check), "`: an instance of the type or of a subclass.\n\n# Safety\n`object` is alive.")]
        #[inline]
        pub unsafe fn $check(object: *mut PyObject) -> bool {
            // SAFETY: the caller says that the object is alive.
            unsafe { has_type_flag(object, 1 << $bit) }
        }

        #[doc = concat!("`", stringify!($exact), "`: an instance of exactly the type.\n\n# Safety\n`object` is alive.")]
        #[inline]
        pub unsafe fn $exact(object: *mut PyObject) -> bool {
            // SAFETY: the caller says that the object is alive; taking an address reads nothing.
            unsafe { Py_IS_TYPE(object, &raw mut sys::$class) }
        }
    )*};
}

// The bits are `Py_TPFLAGS_*_SUBCLASS`.
checks! {
    PyLong_Check, PyLong_CheckExact, PyLong_Type, 24;
    PyList_Check, PyList_CheckExact, PyList_Type, 25;
    PyTuple_Check, PyTuple_CheckExact, PyTuple_Type, 26;
    PyBytes_Check, PyBytes_CheckExact, PyBytes_Type, 27;
    PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_Type, 28;
    PyDict_Check, PyDict_CheckExact, PyDict_Type, 29;
    PyType_Check, PyType_CheckExact, PyType_Type, 31;
}

/// `PyFloat_Check`.
///
/// # Safety
/// `object` is alive.
#[inline]
pub unsafe fn PyFloat_Check(object: *mut PyObject) -> bool {
    // SAFETY: the object is alive, so its type is; taking an address reads nothing.
    unsafe {
        let float = &raw mut sys::PyFloat_Type;
        Py_IS_TYPE(object, float) || sys::PyType_IsSubtype(Py_TYPE(object), float) != 0
    }
}

/// `PyBool_Check`. `bool` has no subclasses.
///
/// # Safety
/// `object` is alive.
#[inline]
pub unsafe fn PyBool_Check(object: *mut PyObject) -> bool {
    // SAFETY: the object is alive; taking an address reads nothing.
    unsafe { Py_IS_TYPE(object, &raw mut sys::PyBool_Type) }
}

/// `PyModule_Check`.
///
/// # Safety
/// `object` is alive.
#[inline]
pub unsafe fn PyModule_Check(object: *mut PyObject) -> bool {
    // SAFETY: the object is alive, so its type is; taking an address reads nothing.
    unsafe {
        let module = &raw mut sys::PyModule_Type;
        Py_IS_TYPE(object, module) || sys::PyType_IsSubtype(Py_TYPE(object), module) != 0
    }
}

macro_rules! singletons {
    ($($name:ident = $symbol:ident;)*) => {$(
        #[doc = concat!("`", stringify!($name), "`, borrowed. C has a macro; every use in C takes the address of a variable.")]
        #[inline]
        pub fn $name() -> *mut PyObject {
            (&raw mut sys::$symbol).cast()
        }
    )*};
}

singletons! {
    Py_None = _Py_NoneStruct;
    Py_True = _Py_TrueStruct;
    Py_False = _Py_FalseStruct;
    Py_NotImplemented = _Py_NotImplementedStruct;
    Py_Ellipsis = _Py_EllipsisObject;
}

/// `Py_RETURN_NONE` as an expression: a new reference to `None`.
///
/// # Safety
/// An attached thread state.
#[inline]
pub unsafe fn Py_NewNone() -> *mut PyObject {
    let none = Py_None();
    // From 3.12 on `None` is immortal, and C counts no references to it either.
    #[cfg(not(Py_3_12))]
    // SAFETY: `None` is always alive.
    unsafe {
        Py_INCREF(none);
    };
    none
}
