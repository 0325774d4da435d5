//! What every object can do.

use super::*;

/// `tp_name` without the module: `int`, `dict_keys`.
pub(crate) fn type_name(ctx: Ctx, object: Object) -> String {
    // SAFETY: attached; the object and so its type are alive.
    let name = unsafe { owned::<PyStr>(ctx, ffi::PyType_GetName(ffi::Py_TYPE(object.ptr().as_ptr()))) };
    match name.and_then(|name| str_as_utf8(ctx, name.as_borrowed()).map(str::to_owned)) {
        Ok(name) => name,
        Err(error) => {
            error.clear(ctx);
            "object".to_owned()
        }
    }
}

macro_rules! type_checks {
    ($($name:ident => $check:ident;)*) => {$(
        /// Free of the thread state: reads flags or compares the type of a live object.
        #[inline]
        pub(crate) fn $name(object: Object) -> bool {
            // SAFETY: handles hold live objects only.
            unsafe { ffi::$check(object.ptr().as_ptr()) }
        }
    )*};
}

type_checks! {
    is_bytes => PyBytes_Check;
    is_int => PyLong_Check;
    is_float => PyFloat_Check;
    is_bool => PyBool_Check;
    is_str => PyUnicode_Check;
    is_list => PyList_Check;
    is_tuple => PyTuple_Check;
    is_dict => PyDict_Check;
    is_module => PyModule_Check;
    is_type => PyType_Check;
}

/// Free of the thread state: compares pointers.
#[inline]
pub(crate) fn is_none(object: Object) -> bool {
    object.ptr().as_ptr() == ffi::Py_None()
}

pub(crate) fn none<'py>(ctx: Ctx<'_, 'py>) -> Bound<'py, PyAny> {
    // SAFETY: attached; `Py_NewNone` gives a new reference and never null.
    unsafe { Bound::from_owned_ptr(ctx, NonNull::new_unchecked(ffi::Py_NewNone())) }
}

/// What a comparison gives that a type does not know.
pub(crate) fn not_implemented<'py>(ctx: Ctx<'_, 'py>) -> Bound<'py, PyAny> {
    // SAFETY: attached; a static object, which is never null.
    unsafe { Object::from_ptr(ctx, NonNull::new_unchecked(ffi::Py_NotImplemented())) }.to_owned(ctx)
}

pub(crate) fn bool_from<'py>(ctx: Ctx<'_, 'py>, value: bool) -> Bound<'py, PyAny> {
    // SAFETY: attached; gives a new reference and never null.
    unsafe { Bound::from_owned_ptr(ctx, NonNull::new_unchecked(ffi::PyBool_FromLong(value.into()))) }
}

pub(crate) fn is_true(ctx: Ctx, object: Object) -> PyResult<bool> {
    // SAFETY: attached, a live object; -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_IsTrue(object.ptr().as_ptr()) }).map(|truth| truth != 0)
}

/// A name for attribute access. Interned: the type's cache goes by the address of the name, and a new object for each
/// access would fill it.
fn attribute_name<'py>(ctx: Ctx<'_, 'py>, name: &str) -> PyResult<Bound<'py, PyStr>> {
    let mut name = str_from(ctx, name)?.into_ptr().as_ptr();
    // SAFETY: attached; the reference goes in, and one to the interned text comes back. Never null.
    unsafe {
        ffi::PyUnicode_InternInPlace(&mut name);
        owned(ctx, name)
    }
}

pub(crate) fn getattr<'py>(ctx: Ctx<'_, 'py>, object: Object, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let name = attribute_name(ctx, name)?;
    // SAFETY: attached, live objects; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyObject_GetAttr(object.ptr().as_ptr(), name.ptr().as_ptr())) }
}

pub(crate) fn setattr(ctx: Ctx, object: Object, name: &str, value: Object) -> PyResult<()> {
    let name = attribute_name(ctx, name)?;
    // SAFETY: attached, live objects; -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_SetAttr(object.ptr().as_ptr(), name.ptr().as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn delattr(ctx: Ctx, object: Object, name: &str) -> PyResult<()> {
    let name = attribute_name(ctx, name)?;
    // SAFETY: attached, live objects; no value means that the attribute goes. -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_SetAttr(object.ptr().as_ptr(), name.ptr().as_ptr(), null_mut()) })?;
    Ok(())
}

pub(crate) fn call<'py>(ctx: Ctx<'_, 'py>, callable: Object, arguments: &[Object]) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; `Borrowed` is a transparent pointer to a live object, so the slice is an array of them. The
    // callee may not write to it: the offset flag is not set.
    unsafe {
        let array = arguments.as_ptr().cast::<*mut PyObject>();
        owned(ctx, ffi::PyObject_Vectorcall(callable.ptr().as_ptr(), array, arguments.len(), null_mut()))
    }
}

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident -> $class:ty = $function:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name<'py>(ctx: Ctx<'_, 'py>, object: Object) -> PyResult<Bound<'py, $class>> {
            // SAFETY: attached, a live object; a new reference of this type, or null with an exception.
            unsafe { owned(ctx, ffi::$function(object.ptr().as_ptr())) }
        }
    )*};
}

unary! {
    repr -> PyStr = PyObject_Repr;
    to_str -> PyStr = PyObject_Str;
    index -> PyAny = PyNumber_Index;
    iter -> PyAny = PyObject_GetIter;
}

/// The next item of an iterator, `None` at its end.
pub(crate) fn next<'py>(ctx: Ctx<'_, 'py>, iterator: Object) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: attached; the callers pass what `PyObject_GetIter` returned.
    match NonNull::new(unsafe { ffi::PyIter_Next(iterator.ptr().as_ptr()) }) {
        // SAFETY: a new reference.
        Some(item) => Ok(Some(unsafe { Bound::from_owned_ptr(ctx, item) })),
        None if error_occurred(ctx) => Err(raised(ctx)),
        None => Ok(None),
    }
}

pub(crate) fn length(ctx: Ctx, object: Object) -> PyResult<usize> {
    // SAFETY: attached, a live object; -1 with an exception.
    let length = unsafe { ffi::PyObject_Size(object.ptr().as_ptr()) };
    usize::try_from(length).map_err(|_| raised(ctx))
}

pub(crate) fn get_item<'py>(ctx: Ctx<'_, 'py>, object: Object, key: Object) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, live objects; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyObject_GetItem(object.ptr().as_ptr(), key.ptr().as_ptr())) }
}

pub(crate) fn is_equal(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    // SAFETY: attached, live objects; -1 with an exception.
    let equal =
        unsafe { ffi::PyObject_RichCompareBool(left.ptr().as_ptr(), right.ptr().as_ptr(), ffi::Py_EQ as c_int) };
    status(ctx, equal).map(|equal| equal != 0)
}
