//! `list` by position, for ports that work in place.

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

/// Whether the innermost critical section of this thread is the object's. 3.13 does not look: it waits for the section's
/// own thread, which gives the lock up and takes it again each time.
#[cfg(py_gil_disabled)]
#[inline]
fn is_locked(ctx: Ctx, object: Object) -> bool {
    const INACTIVE: usize = 1;
    const TAGS: usize = 3;
    // SAFETY: the state is attached, so its sections lie on the stack below us; the tag says that this one is in force.
    // A section of two objects begins with that of the first. Taking the address of the lock reads nothing.
    unsafe {
        let top = (*ctx.as_ptr()).critical_section;
        let section = (top & !TAGS) as *const ffi::PyCriticalSection;
        let lock = &raw mut (*object.ptr().as_ptr().cast::<ffi::_object>()).ob_mutex;
        !section.is_null() && top & INACTIVE == 0 && (*section)._cs_mutex == lock
    }
}

/// Run `f` in the object's critical section where there is no GIL; with one, run it as it is.
#[cfg(py_gil_disabled)]
pub(crate) fn locked<R>(ctx: Ctx, object: Object, f: impl FnOnce() -> R) -> R {
    if is_locked(ctx, object) {
        return f();
    }
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
pub(super) unsafe fn list_items(list: Borrowed<'_, '_, PyList>) -> (*mut *mut PyObject, usize) {
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

/// The object as a list, if it is one and of no subclass.
#[inline]
pub(crate) fn exact_list<'a, 'py>(ctx: Ctx<'_, 'py>, object: Object<'a, 'py>) -> Option<Borrowed<'a, 'py, PyList>> {
    // SAFETY: attached, a live object, which is a list.
    unsafe { ffi::PyList_CheckExact(object.ptr().as_ptr()).then(|| Borrowed::from_ptr(ctx, object.ptr())) }
}

/// `len` of a sequence: a dict is none.
#[inline]
pub(crate) fn sequence_length(ctx: Ctx, object: Object) -> PyResult<usize> {
    // SAFETY: attached, a live object; -1 with an exception.
    let length = unsafe { ffi::PySequence_Size(object.ptr().as_ptr()) };
    usize::try_from(length).map_err(|_| raised(ctx))
}
