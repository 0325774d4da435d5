//! `list`, `tuple`, `dict`.

use super::*;

pub(crate) fn list_new<'py>(ctx: Ctx<'_, 'py>) -> PyResult<Bound<'py, PyList>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyList_New(0)) }
}

pub(crate) fn list_append(ctx: Ctx, list: Borrowed<'_, '_, PyList>, item: Object) -> PyResult<()> {
    // SAFETY: attached, a live list and object; -1 with an exception.
    status(ctx, unsafe { ffi::PyList_Append(list.ptr().as_ptr(), item.ptr().as_ptr()) })?;
    Ok(())
}

/// Item `position`, owned: a borrowed one may die when another thread changes the list.
pub(crate) fn sequence_item<'py>(ctx: Ctx<'_, 'py>, object: Object, position: usize) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, a live object; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PySequence_GetItem(object.ptr().as_ptr(), c_size(position))) }
}

pub(crate) fn is_sequence(_ctx: Ctx, object: Object) -> bool {
    // SAFETY: attached, a live object.
    unsafe { ffi::PySequence_Check(object.ptr().as_ptr()) != 0 }
}

pub(crate) fn tuple_from<'py>(ctx: Ctx<'_, 'py>, items: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: attached; a new reference or null with an exception.
    let tuple: Bound<'py, PyTuple> = unsafe { owned(ctx, ffi::PyTuple_New(c_size(items.len()))) }?;
    for (position, item) in (0..).zip(items) {
        // SAFETY: nobody else has seen the tuple; the position is in range, and the reference goes to the tuple.
        unsafe { ffi::PyTuple_SetItem(tuple.ptr().as_ptr(), position, item.into_ptr().as_ptr()) };
    }
    Ok(tuple)
}

/// Free of the thread state: a field that never changes.
pub(crate) fn tuple_length(tuple: Borrowed<'_, '_, PyTuple>) -> usize {
    // SAFETY: the marker says that the object is a tuple, alive.
    unsafe { (*tuple.ptr().as_ptr().cast::<ffi::PyVarObject>()).ob_size as usize }
}

/// Item `position`, borrowed from the tuple, which never lets go of it.
pub(crate) fn tuple_item<'a, 'py>(
    ctx: Ctx<'_, 'py>,
    tuple: Borrowed<'a, 'py, PyTuple>,
    position: usize,
) -> PyResult<Object<'a, 'py>> {
    // SAFETY: attached, a live tuple; borrowed, or null with an exception.
    let item = unsafe { ffi::PyTuple_GetItem(tuple.ptr().as_ptr(), c_size(position)) };
    match NonNull::new(item) {
        // SAFETY: the tuple lives for `'a` and keeps its items.
        Some(item) => Ok(unsafe { Borrowed::from_ptr(ctx, item) }),
        None => Err(raised(ctx)),
    }
}

pub(crate) fn dict_new<'py>(ctx: Ctx<'_, 'py>) -> PyResult<Bound<'py, PyDict>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyDict_New()) }
}

pub(crate) fn dict_set(ctx: Ctx, dict: Borrowed<'_, '_, PyDict>, key: Object, value: Object) -> PyResult<()> {
    // SAFETY: attached, live objects, a dict; -1 with an exception.
    status(ctx, unsafe { ffi::PyDict_SetItem(dict.ptr().as_ptr(), key.ptr().as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn dict_get<'py>(
    ctx: Ctx<'_, 'py>,
    dict: Borrowed<'_, 'py, PyDict>,
    key: Object,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    #[cfg(Py_3_13)]
    {
        let mut found = null_mut();
        // SAFETY: attached, live objects, a dict; `found` gets a new reference or null.
        status(ctx, unsafe { ffi::PyDict_GetItemRef(dict.ptr().as_ptr(), key.ptr().as_ptr(), &mut found) })?;
        // SAFETY: a new reference.
        Ok(NonNull::new(found).map(|found| unsafe { Bound::from_owned_ptr(ctx, found) }))
    }
    #[cfg(not(Py_3_13))]
    {
        // SAFETY: attached, live objects, a dict; borrowed, or null with or without an exception.
        let found = unsafe { ffi::PyDict_GetItemWithError(dict.ptr().as_ptr(), key.ptr().as_ptr()) };
        match NonNull::new(found) {
            // SAFETY: borrowed from the dict; no Python code runs before the reference is made.
            Some(found) => Ok(Some(unsafe { Borrowed::from_ptr(ctx, found) }.to_owned(ctx))),
            None if error_occurred(ctx) => Err(raised(ctx)),
            None => Ok(None),
        }
    }
}
