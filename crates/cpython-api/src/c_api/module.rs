//! Types, modules, their state, and the visitor of the collector.

use super::*;

/// A heap exception type. `name` is `module.Name`.
pub(crate) fn new_exception<'py>(
    ctx: Ctx<'_, 'py>,
    name: &CStr,
    doc: Option<&CStr>,
    base: Option<Borrowed<'_, 'py, PyType>>,
) -> PyResult<Bound<'py, PyType>> {
    let doc = doc.map_or(std::ptr::null(), CStr::as_ptr);
    let base = base.map_or(null_mut(), |base| base.ptr().as_ptr());
    // SAFETY: attached; texts that end in NUL, a live type or null. A new type or null with an exception.
    unsafe { owned(ctx, ffi::PyErr_NewExceptionWithDoc(name.as_ptr(), doc, base, null_mut())) }
}

pub(crate) fn module_add(ctx: Ctx, module: Borrowed<'_, '_, PyModule>, name: &CStr, value: Object) -> PyResult<()> {
    // SAFETY: attached, a live module and object; -1 with an exception. The reference stays ours.
    status(ctx, unsafe { ffi::PyModule_AddObjectRef(module.ptr().as_ptr(), name.as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn import<'py>(ctx: Ctx<'_, 'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    let name = str_from(ctx, name)?;
    // SAFETY: attached, a live str; a new reference or null with an exception. `sys.modules` may hold anything, so the
    // marker is checked.
    let found: Bound<'py, PyAny> = unsafe { owned(ctx, ffi::PyImport_Import(name.ptr().as_ptr())) }?;
    found.cast_into(ctx)
}

/// An empty module called as the spec says: what CPython does without a create slot.
pub(crate) fn module_from_spec<'py>(ctx: Ctx<'_, 'py>, spec: Object) -> PyResult<Bound<'py, PyModule>> {
    let name = getattr(ctx, spec, "name")?;
    // SAFETY: attached, a live object; a new module or null with an exception (it checks the name).
    unsafe { owned(ctx, ffi::PyModule_NewObject(name.ptr().as_ptr())) }
}

/// The memory that CPython keeps for the module's state, and its size. Null before exec, and for a module without.
///
/// # Safety
/// `module` is a live module object.
#[inline]
pub(crate) unsafe fn module_state(module: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's condition; the function reads a field.
    unsafe { ffi::PyModule_GetState(module) }
}

/// How large CPython believes the state to be; `None` for something that has none.
///
/// # Safety
/// `module` is a live object.
#[inline]
pub(crate) unsafe fn module_state_size(module: *mut PyObject) -> Option<usize> {
    #[cfg(Py_3_15)]
    {
        let mut size: Py_ssize_t = 0;
        // SAFETY: the caller's condition; the function checks that it is a module.
        if unsafe { ffi::PyModule_GetStateSize(module, &mut size) } < 0 {
            // SAFETY: attached, since the caller has a live object; the failure set an exception that nobody wants.
            unsafe { ffi::PyErr_Clear() };
            return None;
        }
        usize::try_from(size).ok()
    }
    #[cfg(not(Py_3_15))]
    {
        // SAFETY: the caller's condition; checked to be a module before it is asked for its definition, which lives as
        // long as the module.
        unsafe {
            if !ffi::Py_IS_TYPE(module, &raw mut ffi::PyModule_Type) {
                return None;
            }
            let definition = ffi::PyModule_GetDef(module);
            if definition.is_null() { None } else { usize::try_from((*definition).m_size).ok() }
        }
    }
}

/// The definition of a multi-phase module, made ready. Below 3.15.
///
/// # Safety
/// Called from `PyInit_*`; the definition is `'static`.
#[cfg(not(Py_3_15))]
pub(crate) unsafe fn module_def_init(definition: *mut ffi::PyModuleDef) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyModuleDef_Init(definition) }
}

/// Call the visitor of the collector.
///
/// # Safety
/// Inside a traverse callback, with its visitor and argument; `object` is alive.
#[inline]
pub(crate) unsafe fn visit(visitor: ffi::visitproc, object: NonNull<PyObject>, argument: *mut c_void) -> c_int {
    match visitor {
        // SAFETY: the caller's condition.
        Some(visitor) => unsafe { visitor(object.as_ptr(), argument) },
        None => 0,
    }
}

/// Call the visitor of the collector with the type of an object.
///
/// # Safety
/// As `visit`.
pub(crate) unsafe fn visit_class(visitor: ffi::visitproc, object: NonNull<PyObject>, argument: *mut c_void) -> c_int {
    // SAFETY: the caller's condition; a live object's type is alive.
    unsafe { visit(visitor, NonNull::new_unchecked(ffi::type_as_object(ffi::Py_TYPE(object.as_ptr()))), argument) }
}
