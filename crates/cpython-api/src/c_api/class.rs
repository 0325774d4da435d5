//! Heap types and their instances.

use super::*;
use crate::types::UntypedClass;

/// What a new type is made of.
pub(crate) struct TypeParts<'a> {
    /// `module.Name`. CPython copies it, and the docstring.
    pub(crate) name: &'a CStr,
    /// The size of an instance, head included.
    pub(crate) size: usize,
    pub(crate) flags: u32,
    /// Ended by a zero slot. What it points to outlives the type, except name, docstring and members.
    pub(crate) slots: &'a mut [ffi::PyType_Slot],
}

/// A slot with a function or other data.
pub(crate) const fn type_slot(slot: u32, value: *mut c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot { slot: slot as c_int, pfunc: value }
}

/// A heap type that belongs to `module`.
///
/// # Safety
/// The slots are what their numbers say, and fit instances of this size.
pub(crate) unsafe fn type_from_parts<'py>(
    ctx: Ctx<'_, 'py>,
    module: Borrowed<'_, 'py, PyModule>,
    parts: TypeParts<'_>,
) -> PyResult<Bound<'py, PyType>> {
    let mut spec = ffi::PyType_Spec {
        name: parts.name.as_ptr(),
        basicsize: parts.size as c_int,
        itemsize: 0,
        flags: parts.flags,
        slots: parts.slots.as_mut_ptr(),
    };
    // SAFETY: attached, a live module; the caller vouches for the slots. A new type or null with an exception.
    unsafe { owned(ctx, ffi::PyType_FromModuleAndSpec(module.ptr().as_ptr(), &mut spec, null_mut())) }
}

/// The memory of the state of the module that a type was made for; `None`, without an exception, if it has none (any
/// more).
///
/// # Safety
/// A thread state is attached; `class` is a live type.
#[inline]
pub(crate) unsafe fn type_module_state(class: *mut ffi::PyTypeObject) -> Option<NonNull<c_void>> {
    // SAFETY: the caller's condition.
    let state = NonNull::new(unsafe { ffi::PyType_GetModuleState(class) });
    if state.is_none() {
        // SAFETY: attached; a type whose module is gone leaves a `TypeError` that says less than ours.
        unsafe { ffi::PyErr_Clear() };
    }
    state
}

/// The type of an object. Free of the thread state: a field of a live object, which a final type never changes.
#[inline]
pub(crate) fn class_of(object: Object) -> NonNull<ffi::PyTypeObject> {
    // SAFETY: handles hold live objects only, and each has a type.
    unsafe { NonNull::new_unchecked(ffi::Py_TYPE(object.ptr().as_ptr())) }
}

/// What tells a type of ours from every other: its token, the address of its definition.
///
/// # Safety
/// `class` is a live type.
#[cfg(Py_3_14)]
#[inline]
pub(crate) unsafe fn type_has_token(class: NonNull<ffi::PyTypeObject>, token: *const c_void) -> bool {
    // SAFETY: the caller's condition; only heap types are as long as `PyHeapTypeObject`.
    unsafe {
        let heap = ffi::PyType_GetFlags(class.as_ptr()) & std::ffi::c_ulong::from(ffi::Py_TPFLAGS_HEAPTYPE) != 0;
        heap && (*class.as_ptr().cast::<ffi::PyHeapTypeObject>()).ht_token.cast_const() == token
    }
}

/// What tells a type of ours from every other. Below 3.14 a type has no token: its method table, which belongs to one
/// definition and is not empty memory, has an address of its own. (A function has not: LLVM merges equal ones.)
///
/// # Safety
/// `class` is a live type.
#[cfg(not(Py_3_14))]
#[inline]
pub(crate) unsafe fn type_has_token(class: NonNull<ffi::PyTypeObject>, methods: *const c_void) -> bool {
    // SAFETY: the caller's condition; the field is set when the type is made, and stays.
    unsafe { (*class.as_ptr()).tp_methods.cast_const().cast() == methods }
}

/// Uninitialised memory for an instance, not yet tracked by the collector, whose head is set: one reference, and one
/// more to the type.
pub(crate) fn instance_alloc<T>(
    ctx: Ctx,
    class: Borrowed<'_, '_, PyType<T>>,
    collected: bool,
) -> PyResult<NonNull<PyObject>> {
    let class = class.ptr().as_ptr().cast::<ffi::PyTypeObject>();
    // SAFETY: attached, a live type; whether it is collected is as its flags say. A new object or null with an
    // exception.
    let object = unsafe { if collected { ffi::_PyObject_GC_New(class) } else { ffi::_PyObject_New(class) } };
    NonNull::new(object).ok_or_else(|| raised(ctx))
}

/// The hash of `object` itself.
///
/// # Safety
/// A thread state is attached; `object` is alive.
pub(crate) unsafe fn identity_hash(object: *mut PyObject) -> ffi::Py_hash_t {
    // SAFETY: a static type whose slot is filled before any extension is loaded; the caller's condition.
    unsafe {
        let hash = ffi::PyBaseObject_Type.tp_hash;
        hash.map_or(-1, |hash| hash(object))
    }
}

/// # Safety
/// `object` is an instance of a collected type, complete, not yet tracked.
pub(crate) unsafe fn gc_track(object: NonNull<PyObject>) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyObject_GC_Track(object.as_ptr().cast()) }
}

/// # Safety
/// A thread state is attached; `object` is an instance of a collected type.
pub(crate) unsafe fn gc_untrack(object: NonNull<PyObject>) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) }
}

/// # Safety
/// A thread state is attached; the object is about to be freed, and its type has room for weak references.
pub(crate) unsafe fn clear_weakrefs(object: NonNull<PyObject>) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyObject_ClearWeakRefs(object.as_ptr()) }
}

/// Give back the memory of an instance, and its reference to the type.
///
/// # Safety
/// A thread state is attached; nothing of the object is used any more; `collected` is as in `instance_alloc`.
pub(crate) unsafe fn instance_free(object: NonNull<PyObject>, collected: bool) {
    // SAFETY: the caller's condition; the type is read before its memory's last owner may go.
    unsafe {
        let class = ffi::Py_TYPE(object.as_ptr());
        if collected {
            ffi::PyObject_GC_Del(object.as_ptr().cast());
        } else {
            ffi::PyObject_Free(object.as_ptr().cast());
        }
        ffi::Py_DECREF(ffi::type_as_object(class));
    }
}

/// Items of a tuple: the arguments of a constructor, the names of keywords.
///
/// # Safety
/// `arguments` is a live tuple for `'args`.
#[inline]
pub(crate) unsafe fn tuple_items<'args>(arguments: NonNull<PyObject>) -> &'args [*mut PyObject] {
    let tuple = arguments.as_ptr().cast::<ffi::PyTupleObject>();
    // SAFETY: the caller's condition; a tuple of that size has that many items, and never changes.
    unsafe {
        let size = (*arguments.as_ptr().cast::<ffi::PyVarObject>()).ob_size as usize;
        std::slice::from_raw_parts((&raw const (*tuple).ob_item).cast(), size)
    }
}

/// The items of a dict, owned: whoever else has the dict may change it meanwhile.
pub(crate) fn dict_items<'py>(
    ctx: Ctx<'_, 'py>,
    dict: Borrowed<'_, 'py, PyDict>,
) -> Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let (mut position, mut key, mut value, mut items) = (0, null_mut(), null_mut(), Vec::new());
    // SAFETY: attached, a live dict. What the function gives is borrowed; nothing runs before it is owned.
    while unsafe { ffi::PyDict_Next(dict.ptr().as_ptr(), &mut position, &mut key, &mut value) } != 0 {
        if let (Some(key), Some(value)) = (NonNull::new(key), NonNull::new(value)) {
            // SAFETY: live objects, borrowed from the dict.
            let (key, value) = unsafe { (Object::from_ptr(ctx, key), Object::from_ptr(ctx, value)) };
            items.push((key.to_owned(ctx), value.to_owned(ctx)));
        }
    }
    items
}

/// `module.__name__`
pub(crate) fn module_name<'py>(ctx: Ctx<'_, 'py>, module: Borrowed<'_, 'py, PyModule>) -> PyResult<Bound<'py, PyStr>> {
    // SAFETY: attached, a live module; a new str or null with an exception.
    unsafe { owned(ctx, ffi::PyModule_GetNameObject(module.ptr().as_ptr())) }
}

/// The same type object without its payload's name, as the general functions take it.
#[inline]
pub(crate) fn untyped<'a, 'py, C>(
    ctx: Ctx<'_, 'py>,
    class: Borrowed<'a, 'py, PyType<C>>,
) -> Borrowed<'a, 'py, PyType<UntypedClass>> {
    // SAFETY: the same live object, for as long; every `PyType<C>` is a type.
    unsafe { Borrowed::from_ptr(ctx, class.ptr()) }
}
