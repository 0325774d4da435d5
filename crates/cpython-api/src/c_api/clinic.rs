//! Integers as the converters of Argument Clinic take them.

use super::*;

/// Through `__index__`; `None` if the value has more bits.
pub(crate) fn int_if_i64(ctx: Ctx, object: Object) -> PyResult<Option<i64>> {
    if !is_int(object) {
        let number = index(ctx, object)?;
        return int_if_i64(ctx, number.as_borrowed());
    }
    let mut overflow = 0;
    // SAFETY: attached, a live int, a place for the sign of the overflow. -1 is also a value; an int raises nothing.
    let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(object.ptr().as_ptr(), &mut overflow) };
    if value == -1 && error_occurred(ctx) {
        return Err(raised(ctx));
    }
    Ok((overflow == 0).then_some(value))
}

/// Whether an int that does not fit is below zero.
pub(crate) fn is_negative(ctx: Ctx, object: Object) -> PyResult<bool> {
    let zero = int_from_i64(ctx, 0)?;
    // SAFETY: attached, live objects; -1 with an exception.
    let less = unsafe {
        ffi::PyObject_RichCompareBool(object.ptr().as_ptr(), zero.as_borrowed().ptr().as_ptr(), ffi::Py_LT as c_int)
    };
    status(ctx, less).map(|less| less != 0)
}

/// Whether the type has `__index__`.
pub(crate) fn has_index(_ctx: Ctx, object: Object) -> bool {
    // SAFETY: attached, a live object; reads its type.
    unsafe { ffi::PyIndex_Check(object.ptr().as_ptr()) != 0 }
}

/// The low 32 bits, through `__index__`.
pub(crate) fn int_low_bits(ctx: Ctx, object: Object) -> PyResult<u32> {
    #[cfg(Py_3_15)]
    {
        let flags = ffi::Py_ASNATIVEBYTES_NATIVE_ENDIAN as c_int
            | ffi::Py_ASNATIVEBYTES_ALLOW_INDEX as c_int
            | ffi::Py_ASNATIVEBYTES_UNSIGNED_BUFFER as c_int;
        let mut value: u32 = 0;
        // SAFETY: attached, a live object, four bytes to write to; -1 with an exception, else the bytes it takes.
        let needed = unsafe { ffi::PyLong_AsNativeBytes(object.ptr().as_ptr(), (&raw mut value).cast(), 4, flags) };
        if needed < 0 {
            return Err(raised(ctx));
        }
        if needed > 4 {
            // SAFETY: attached; the variable holds a type, the text ends in NUL. -1 if the warning is an error.
            let warned =
                unsafe { ffi::PyErr_WarnEx(ffi::PyExc_DeprecationWarning, c"integer value out of range".as_ptr(), 1) };
            status(ctx, warned)?;
        }
        Ok(value)
    }
    #[cfg(not(Py_3_15))]
    {
        // SAFETY: attached, a live object. The largest value is also the sentinel, so the exception decides.
        let value = unsafe { ffi::PyLong_AsUnsignedLongMask(object.ptr().as_ptr()) };
        if value == std::ffi::c_ulong::MAX && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value as u32) }
    }
}
