//! `list` by position, for ports that work in place, and `<` by the shortest way.

use super::*;

/// Leaves a critical section when dropped, on a panic too.
#[cfg(py_gil_disabled)]
struct Leave(*mut ffi::PyCriticalSection);

#[cfg(py_gil_disabled)]
impl Drop for Leave {
    fn drop(&mut self) {
        // SAFETY: `locked` entered it on this thread, and its memory outlives this value.
        unsafe { ffi::PyCriticalSection_End(self.0) }
    }
}

/// Run `f` in the object's critical section where there is no GIL; with one, run it as it is.
#[cfg(py_gil_disabled)]
pub(crate) fn locked<R>(_ctx: Ctx, object: Object, f: impl FnOnce() -> R) -> R {
    // SAFETY: integers and pointers, which `Begin` fills in.
    let mut section: ffi::PyCriticalSection = unsafe { std::mem::zeroed() };
    let place = &raw mut section;
    // SAFETY: attached, a live object. The section stays in place until `Leave`, declared after it, drops.
    unsafe { ffi::PyCriticalSection_Begin(place, object.ptr().as_ptr()) };
    let _leave = Leave(place);
    f()
}

/// Run `f` in the object's critical section where there is no GIL; with one, run it as it is.
#[cfg(not(py_gil_disabled))]
#[inline]
pub(crate) fn locked<R>(_ctx: Ctx, _object: Object, f: impl FnOnce() -> R) -> R {
    f()
}

/// How many items the list has now.
#[inline]
pub(crate) fn list_size(_ctx: Ctx, list: Borrowed<'_, '_, PyList>) -> usize {
    #[cfg(not(py_gil_disabled))]
    // SAFETY: the marker says that the object is a list, alive; with the GIL a plain read does, as in C.
    let size = unsafe { (*list.ptr().as_ptr().cast::<ffi::PyVarObject>()).ob_size };
    #[cfg(py_gil_disabled)]
    // SAFETY: attached, a live list.
    let size = unsafe { ffi::PyList_Size(list.ptr().as_ptr()) };
    size as usize
}

/// The array of items and its length.
///
/// # Safety
/// The list's critical section is held where there is no GIL, and no Python code runs while the pointer is used.
#[inline]
unsafe fn list_items(list: Borrowed<'_, '_, PyList>) -> (*mut *mut PyObject, usize) {
    let list = list.ptr().as_ptr().cast::<ffi::PyListObject>();
    // SAFETY: the marker says that the object is a list, alive.
    unsafe { ((*list).ob_item, (*list).ob_base.ob_size as usize) }
}

/// Item `position`, owned; `None` past the end.
#[cfg(not(py_gil_disabled))]
#[inline]
pub(crate) fn list_get<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
) -> Option<Bound<'py, PyAny>> {
    // SAFETY: with the GIL nothing else runs between here and the new reference; items in range are never null.
    unsafe {
        let (items, size) = list_items(list);
        (position < size).then(|| Borrowed::from_ptr(ctx, NonNull::new_unchecked(*items.add(position))).to_owned(ctx))
    }
}

/// Item `position`, owned; `None` past the end.
#[cfg(py_gil_disabled)]
pub(crate) fn list_get<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
) -> Option<Bound<'py, PyAny>> {
    if position >= list_size(ctx, list) {
        return None;
    }
    // SAFETY: attached, a live list; a new reference, or null with `IndexError` when another thread was quicker.
    match unsafe { owned(ctx, ffi::PyList_GetItemRef(list.ptr().as_ptr(), c_size(position))) } {
        Ok(item) => Some(item),
        Err(raised) => {
            raised.clear(ctx);
            None
        }
    }
}

/// Write a pointer that other threads may be reading.
///
/// # Safety
/// `place` is an item of a list, as [`list_items`] gives it.
#[inline]
unsafe fn store(place: *mut *mut PyObject, item: *mut PyObject) {
    // SAFETY: aligned and alive; without the GIL readers load it atomically.
    unsafe { std::sync::atomic::AtomicPtr::from_ptr(place) }.store(item, std::sync::atomic::Ordering::Release);
}

/// Exchange two items; `false` if one of them is past the end. Runs no Python code.
#[inline]
pub(crate) fn list_swap(ctx: Ctx, list: Borrowed<'_, '_, PyList>, left: usize, right: usize) -> bool {
    // SAFETY: in the critical section or with the GIL, and nothing is called. Both references stay in the list.
    locked(ctx, list.as_any(), || unsafe {
        let (items, size) = list_items(list);
        if left >= size || right >= size {
            return false;
        }
        let (one, other) = (*items.add(left), *items.add(right));
        store(items.add(left), other);
        store(items.add(right), one);
        true
    })
}

/// Put `item` at `position` and give back what was there; `Err(item)` past the end. Runs no Python code.
#[inline]
pub(crate) fn list_replace<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
    item: Bound<'py, PyAny>,
) -> Result<Bound<'py, PyAny>, Bound<'py, PyAny>> {
    // SAFETY: in the critical section or with the GIL, and nothing is called. The list's reference to the old item
    // becomes the handle's, and the handle's to the new one the list's.
    locked(ctx, list.as_any(), || unsafe {
        let (items, size) = list_items(list);
        if position >= size {
            return Err(item);
        }
        let place = items.add(position);
        let old = NonNull::new_unchecked(*place);
        store(place, item.into_ptr().as_ptr());
        Ok(Bound::from_owned_ptr(ctx, old))
    })
}

/// Take the last item off; `None` from an empty list.
pub(crate) fn list_pop<'py>(ctx: Ctx<'_, 'py>, list: Borrowed<'_, 'py, PyList>) -> PyResult<Option<Bound<'py, PyAny>>> {
    locked(ctx, list.as_any(), || {
        let size = list_size(ctx, list);
        let Some(last) = size.checked_sub(1).and_then(|last| list_get(ctx, list, last)) else {
            return Ok(None);
        };
        // SAFETY: attached, a live list; -1 with an exception. We hold the item, so that taking it out runs no code.
        status(ctx, unsafe { ffi::PyList_SetSlice(list.ptr().as_ptr(), c_size(size - 1), c_size(size), null_mut()) })?;
        Ok(Some(last))
    })
}

/// `list.insert(position, item)`
pub(crate) fn list_insert(ctx: Ctx, list: Borrowed<'_, '_, PyList>, position: usize, item: Object) -> PyResult<()> {
    // SAFETY: attached, a live list and object; -1 with an exception.
    status(ctx, unsafe { ffi::PyList_Insert(list.ptr().as_ptr(), c_size(position), item.ptr().as_ptr()) })?;
    Ok(())
}

/// Whether the object is a list and of no subclass.
#[inline]
pub(crate) fn is_exact_list(_ctx: Ctx, object: Object) -> bool {
    // SAFETY: attached, a live object.
    unsafe { ffi::PyList_CheckExact(object.ptr().as_ptr()) }
}

/// `len` of a sequence: a dict is none.
pub(crate) fn sequence_length(ctx: Ctx, object: Object) -> PyResult<usize> {
    // SAFETY: attached, a live object; -1 with an exception.
    let length = unsafe { ffi::PySequence_Size(object.ptr().as_ptr()) };
    usize::try_from(length).map_err(|_| raised(ctx))
}

/// `left < right`, asked of their common type at once where they have one.
#[inline]
pub(crate) fn is_less(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    let (one, other) = (left.ptr().as_ptr(), right.ptr().as_ptr());
    // SAFETY: live objects, so their types are alive too.
    let compare = unsafe {
        let class = ffi::Py_TYPE(one);
        if class == ffi::Py_TYPE(other) { (*class).tp_richcompare } else { None }
    };
    if let Some(compare) = compare {
        // SAFETY: attached; a slot's own arguments; a new reference or null with an exception.
        let answer: Bound<'_, PyAny> = unsafe { owned(ctx, compare(one, other, ffi::Py_LT as c_int)) }?;
        let answer_ptr = answer.ptr().as_ptr();
        if answer_ptr == ffi::Py_True() || answer_ptr == ffi::Py_False() {
            answer.drop_with(ctx);
            return Ok(answer_ptr == ffi::Py_True());
        }
        if answer_ptr != ffi::Py_NotImplemented() {
            return is_true(ctx, answer.as_borrowed());
        }
    }
    // SAFETY: attached, live objects; -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_RichCompareBool(one, other, ffi::Py_LT as c_int) }).map(|less| less != 0)
}
