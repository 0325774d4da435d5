//! `<` by the shortest way: two ints, floats or texts of ASCII are compared where they lie, as the C of their types does
//! it; of any other pair the type is asked. Lists by position: an item that needs no code to compare is not owned.

use super::*;

/// `left < right` where that runs no code: two objects of exactly `int` with one digit at most, two of exactly `float`.
/// `None` for any other pair.
///
/// # Safety
/// Both are alive.
#[inline(always)]
unsafe fn quickly_less(left: *mut PyObject, right: *mut PyObject) -> Option<bool> {
    // SAFETY: live objects; the type says which layout they have, and numbers never change. `quick_text` as it asks.
    unsafe {
        let class = ffi::Py_TYPE(left);
        if class != ffi::Py_TYPE(right) {
            return None;
        }
        if class == &raw mut ffi::PyLong_Type {
            return Some(quick_int(left)? < quick_int(right)?);
        }
        if class == &raw mut ffi::PyFloat_Type {
            let [one, other] = [left, right].map(|float| (*float.cast::<ffi::PyFloatObject>()).ob_fval);
            return Some(one < other);
        }
        #[cfg(not(py_gil_disabled))]
        if class == &raw mut ffi::PyUnicode_Type {
            return Some(is_before(quick_text(left)?, quick_text(right)?));
        }
        None
    }
}

/// Whether the type is one of those that [`quickly_less`] knows.
#[inline]
pub(crate) fn is_quick_to_compare(_ctx: Ctx, object: Object) -> bool {
    // SAFETY: a live object; the addresses of three types.
    unsafe {
        let class = ffi::Py_TYPE(object.ptr().as_ptr());
        class == &raw mut ffi::PyLong_Type
            || class == &raw mut ffi::PyFloat_Type
            || class == &raw mut ffi::PyUnicode_Type
    }
}

/// The value of an int of one digit at most: what C calls compact.
///
/// # Safety
/// `int` is alive and exactly an `int`.
#[cfg(Py_3_12)]
#[inline]
unsafe fn quick_int(int: *mut PyObject) -> Option<isize> {
    // SAFETY: the caller's condition; an int has room for one digit at least. The low bits of the tag: 0, 1, 2 for
    // positive, zero, negative, then one that does not matter here; above them the number of digits.
    unsafe {
        let value = &raw const (*int.cast::<ffi::_longobject>()).long_value;
        let tag = (*value).lv_tag;
        (tag < 2 << 3).then(|| (1 - (tag & 3) as isize) * (*value).ob_digit[0] as isize)
    }
}

/// The value of an int of one digit at most.
///
/// # Safety
/// `int` is alive and exactly an `int`.
#[cfg(not(Py_3_12))]
#[inline]
unsafe fn quick_int(int: *mut PyObject) -> Option<isize> {
    // SAFETY: the caller's condition; the size is the number of digits with the sign of the value. Zero has no digit,
    // and room for one.
    unsafe {
        let int = int.cast::<ffi::_longobject>();
        let size = (*int).ob_base.ob_size;
        (-1..=1).contains(&size).then(|| size * (*int).ob_digit[0] as isize)
    }
}

/// The text, if it is ASCII: its characters follow the head at once. Any other would have to be asked where they are, and
/// each comparison waits for the one before. Not without the GIL: other threads write to the same word of flags.
///
/// # Safety
/// `text` is exactly a `str`, and alive while the result is used.
#[cfg(not(py_gil_disabled))]
#[inline(always)]
unsafe fn quick_text<'a>(text: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: the caller's condition; the flags say that the characters follow the struct, and that there are as many
    // bytes as characters. They never change.
    unsafe {
        let head = text.cast::<ffi::PyASCIIObject>();
        let state = &(*head).state;
        let here = state.compact() != 0 && state.ascii() != 0;
        here.then(|| std::slice::from_raw_parts(head.add(1).cast(), (*head).length as usize))
    }
}

/// `left < right`. The first eight bytes decide most of the time, and need no call.
#[cfg(not(py_gil_disabled))]
#[inline(always)]
fn is_before(left: &[u8], right: &[u8]) -> bool {
    if let (Some(one), Some(other)) = (left.first_chunk(), right.first_chunk()) {
        let (one, other) = (u64::from_be_bytes(*one), u64::from_be_bytes(*other));
        if one != other {
            return one < other;
        }
    }
    left < right
}

/// `left < right`, asked of their common type at once where they have one.
#[inline]
pub(crate) fn is_less(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    // SAFETY: handles hold live objects.
    match unsafe { quickly_less(left.ptr().as_ptr(), right.ptr().as_ptr()) } {
        Some(less) => Ok(less),
        None => slowly_less(ctx, left, right),
    }
}

/// The same for a pair that runs code.
#[inline]
fn slowly_less(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    let (one, other) = (left.ptr().as_ptr(), right.ptr().as_ptr());
    // SAFETY: live objects, so their types are alive too.
    let compare = unsafe {
        let class = ffi::Py_TYPE(one);
        if class == ffi::Py_TYPE(other) { (*class).tp_richcompare } else { None }
    };
    let Some(compare) = compare else {
        return by_all_rules(ctx, left, right);
    };
    // SAFETY: attached; a slot's own arguments; a new reference or null with an exception.
    let answer: Bound<'_, PyAny> = unsafe { owned(ctx, compare(one, other, ffi::Py_LT as c_int)) }?;
    // SAFETY: a live object.
    if unsafe { ffi::PyBool_Check(answer.ptr().as_ptr()) } {
        // Not asked which of the two in a branch: half of the time the processor would guess wrong.
        let less = answer.ptr().as_ptr() == ffi::Py_True();
        answer.drop_with(ctx);
        return Ok(less);
    }
    other_answer(ctx, left, right, answer)
}

/// An answer that is no `bool`: `NotImplemented`, or whatever has a truth.
#[cold]
fn other_answer(ctx: Ctx, left: Object, right: Object, answer: Bound<'_, PyAny>) -> PyResult<bool> {
    if answer.ptr().as_ptr() == ffi::Py_NotImplemented() {
        return by_all_rules(ctx, left, right);
    }
    is_true(ctx, answer.as_borrowed())
}

/// As Python does it: both types are asked.
#[cold]
fn by_all_rules(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    // SAFETY: attached, live objects; -1 with an exception.
    let less = unsafe { ffi::PyObject_RichCompareBool(left.ptr().as_ptr(), right.ptr().as_ptr(), ffi::Py_LT as c_int) };
    status(ctx, less).map(|less| less != 0)
}

/// Two items of a list, owned while the code that compares them may take them out of it.
#[cfg(not(py_gil_disabled))]
#[inline(never)]
fn owned_less<'py>(ctx: Ctx<'_, 'py>, left: Object<'_, 'py>, right: Object<'_, 'py>) -> PyResult<bool> {
    let (left, right) = (left.to_owned(ctx), right.to_owned(ctx));
    let less = slowly_less(ctx, left.as_borrowed(), right.as_borrowed());
    left.drop_with(ctx);
    right.drop_with(ctx);
    less
}

/// `list[left] < list[right]`; `None` if one of them is past the end.
#[cfg(not(py_gil_disabled))]
#[inline(always)]
pub(crate) fn list_items_less<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    left: usize,
    right: usize,
) -> PyResult<Option<bool>> {
    // SAFETY: with the GIL nothing else runs before the comparison is done or the items are owned; what is in range is
    // never null.
    unsafe {
        let (items, size) = list_items(list);
        if left >= size || right >= size {
            return Ok(None);
        }
        let (left, right) = (*items.add(left), *items.add(right));
        match quickly_less(left, right) {
            Some(less) => Ok(Some(less)),
            None => owned_less(ctx, lent(ctx, left), lent(ctx, right)).map(Some),
        }
    }
}

/// `list[position] < other`, or `other < list[position]` with `SWAPPED`; `None` if it is past the end.
#[cfg(not(py_gil_disabled))]
#[inline(always)]
pub(crate) fn list_item_less<'py, const SWAPPED: bool>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
    other: Object<'_, 'py>,
) -> PyResult<Option<bool>> {
    // SAFETY: as above.
    unsafe {
        let (items, size) = list_items(list);
        if position >= size {
            return Ok(None);
        }
        let (item, other) = (*items.add(position), other.ptr().as_ptr());
        let (left, right) = if SWAPPED { (other, item) } else { (item, other) };
        match quickly_less(left, right) {
            Some(less) => Ok(Some(less)),
            None => owned_less(ctx, lent(ctx, left), lent(ctx, right)).map(Some),
        }
    }
}

/// An object that the caller takes a reference to, or has one.
///
/// # Safety
/// It is alive until then, and not null.
#[cfg(not(py_gil_disabled))]
#[inline]
unsafe fn lent<'a, 'py>(ctx: Ctx<'_, 'py>, object: *mut PyObject) -> Object<'a, 'py> {
    // SAFETY: the caller's conditions.
    unsafe { Borrowed::from_ptr(ctx, NonNull::new_unchecked(object)) }
}

/// `list[left] < list[right]`; `None` if one of them is past the end.
#[cfg(py_gil_disabled)]
pub(crate) fn list_items_less<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    left: usize,
    right: usize,
) -> PyResult<Option<bool>> {
    let (Some(left), Some(right)) = (list_get(ctx, list, left), list_get(ctx, list, right)) else {
        return Ok(None);
    };
    let less = is_less(ctx, left.as_borrowed(), right.as_borrowed());
    left.drop_with(ctx);
    right.drop_with(ctx);
    less.map(Some)
}

/// `list[position] < other`, or `other < list[position]` with `SWAPPED`; `None` if it is past the end.
#[cfg(py_gil_disabled)]
pub(crate) fn list_item_less<'py, const SWAPPED: bool>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
    other: Object<'_, 'py>,
) -> PyResult<Option<bool>> {
    let Some(item) = list_get(ctx, list, position) else {
        return Ok(None);
    };
    let (left, right) = if SWAPPED { (other, item.as_borrowed()) } else { (item.as_borrowed(), other) };
    let less = is_less(ctx, left, right);
    item.drop_with(ctx);
    less.map(Some)
}
