//! `<` by the shortest way: two ints, floats or texts of bytes are compared where they lie, as the C of their types does
//! it; of any other pair the type is asked. Lists by position: an item that needs no code to compare is not owned.

use super::*;

/// `left < right` where that runs no code: two objects of exactly `int` with one digit at most, two of exactly `float`.
/// `None` for any other pair.
///
/// # Safety
/// Both are alive.
#[inline]
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
            return Some(quick_text(left)? < quick_text(right)?);
        }
        None
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

/// The text, if it has one byte a character. Not without the GIL: other threads write to the same word of flags.
///
/// # Safety
/// `text` is exactly a `str`, and alive while the result is used.
#[cfg(not(py_gil_disabled))]
#[inline]
unsafe fn quick_text<'a>(text: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: the caller's condition; the flags say which struct the characters follow, and that there are as many
    // bytes as characters. They never change.
    unsafe {
        let head = text.cast::<ffi::PyASCIIObject>();
        let state = &(*head).state;
        if state.compact() == 0 || state.kind() != ffi::PyUnicode_1BYTE_KIND {
            return None;
        }
        let ascii = state.ascii() != 0;
        let data: *const u8 =
            if ascii { head.add(1).cast() } else { text.cast::<ffi::PyCompactUnicodeObject>().add(1).cast() };
        Some(std::slice::from_raw_parts(data, (*head).length as usize))
    }
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

#[cfg(not(py_gil_disabled))]
use slowly_less as in_question;

#[cfg(py_gil_disabled)]
use is_less as in_question;

/// `list[left] < list[right]`; `None` if one of them is past the end.
#[inline]
pub(crate) fn list_items_less<'py>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    left: usize,
    right: usize,
) -> PyResult<Option<bool>> {
    #[cfg(not(py_gil_disabled))]
    // SAFETY: with the GIL nothing else runs before the comparison is done, and it runs no code.
    unsafe {
        let (items, size) = list_items(list);
        if left >= size || right >= size {
            return Ok(None);
        }
        if let Some(less) = quickly_less(*items.add(left), *items.add(right)) {
            return Ok(Some(less));
        }
    }
    let (Some(left), Some(right)) = (list_get(ctx, list, left), list_get(ctx, list, right)) else {
        return Ok(None);
    };
    let less = in_question(ctx, left.as_borrowed(), right.as_borrowed());
    left.drop_with(ctx);
    right.drop_with(ctx);
    less.map(Some)
}

/// `list[position] < other`, or `other < list[position]` with `SWAPPED`; `None` if it is past the end.
#[inline]
pub(crate) fn list_item_less<'py, const SWAPPED: bool>(
    ctx: Ctx<'_, 'py>,
    list: Borrowed<'_, 'py, PyList>,
    position: usize,
    other: Object<'_, 'py>,
) -> PyResult<Option<bool>> {
    #[cfg(not(py_gil_disabled))]
    // SAFETY: as above.
    unsafe {
        let (items, size) = list_items(list);
        if position >= size {
            return Ok(None);
        }
        let (item, other) = (*items.add(position), other.ptr().as_ptr());
        let (left, right) = if SWAPPED { (other, item) } else { (item, other) };
        if let Some(less) = quickly_less(left, right) {
            return Ok(Some(less));
        }
    }
    let Some(item) = list_get(ctx, list, position) else {
        return Ok(None);
    };
    let (left, right) = if SWAPPED { (other, item.as_borrowed()) } else { (item.as_borrowed(), other) };
    let less = in_question(ctx, left, right);
    item.drop_with(ctx);
    less.map(Some)
}
