//! `int` and `float`.

use super::*;

pub(crate) fn int_from_i64<'py>(ctx: Ctx<'_, 'py>, value: i64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyLong_FromLongLong(value)) }
}

pub(crate) fn int_from_u64<'py>(ctx: Ctx<'_, 'py>, value: u64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyLong_FromUnsignedLongLong(value)) }
}

/// Through `__index__`. `OverflowError` outside the range.
pub(crate) fn int_as_i64(ctx: Ctx, object: Object) -> PyResult<i64> {
    // SAFETY: attached, a live object. -1 is also a value, so the exception decides.
    let value = unsafe { ffi::PyLong_AsLongLong(object.ptr().as_ptr()) };
    if value == -1 && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}

/// Through `__index__`. `OverflowError` outside the range.
pub(crate) fn int_as_u64(ctx: Ctx, object: Object) -> PyResult<u64> {
    if !is_int(object) {
        let number = index(ctx, object)?;
        return int_as_u64(ctx, number.as_borrowed());
    }
    // SAFETY: attached, a live int. The largest value is also the sentinel, so the exception decides.
    let value = unsafe { ffi::PyLong_AsUnsignedLongLong(object.ptr().as_ptr()) };
    if value == u64::MAX && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}

pub(crate) fn float_from<'py>(ctx: Ctx<'_, 'py>, value: f64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyFloat_FromDouble(value)) }
}

pub(crate) fn float_as_f64(ctx: Ctx, object: Object) -> PyResult<f64> {
    // SAFETY: attached, a live object. -1.0 is also a value, so the exception decides.
    let value = unsafe { ffi::PyFloat_AsDouble(object.ptr().as_ptr()) };
    if value == -1.0 && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}
