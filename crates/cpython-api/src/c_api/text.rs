//! `str` and `bytes`.

use super::*;

/// A length as C has it. No allocation of Rust is longer than `isize::MAX`, so this fails for no slice.
pub(super) fn c_size(length: usize) -> Py_ssize_t {
    Py_ssize_t::try_from(length).unwrap_or(Py_ssize_t::MAX)
}

pub(crate) fn str_from<'py>(ctx: Ctx<'_, 'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
    // SAFETY: attached; pointer and length are those of one slice. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), c_size(text.len()))) }
}

/// The UTF-8 text that the object keeps for as long as it lives. `UnicodeEncodeError` for a lone surrogate.
pub(crate) fn str_as_utf8<'a>(ctx: Ctx, object: Borrowed<'a, '_, PyStr>) -> PyResult<&'a str> {
    let mut length: Py_ssize_t = 0;
    // SAFETY: attached, a live str.
    let text = unsafe { ffi::PyUnicode_AsUTF8AndSize(object.ptr().as_ptr(), &mut length) };
    if text.is_null() {
        return Err(raised(ctx));
    }
    // SAFETY: CPython wrote `length` bytes of UTF-8 there, keeps them unchanged while the object lives, and the owner
    // keeps it alive for `'a`.
    Ok(unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(text.cast(), length as usize)) })
}

pub(crate) fn bytes_from<'py>(ctx: Ctx<'_, 'py>, content: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    // SAFETY: attached; pointer and length are those of one slice. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyBytes_FromStringAndSize(content.as_ptr().cast(), c_size(content.len()))) }
}

/// An object whose content is not written yet. `MemoryError` (or `OverflowError`) when it would be too large.
pub(crate) fn bytes_uninit<'py>(ctx: Ctx<'_, 'py>, length: usize) -> PyResult<Bound<'py, PyBytes>> {
    // SAFETY: attached; null asks for uninitialised content. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyBytes_FromStringAndSize(std::ptr::null(), c_size(length))) }
}

/// Where the content starts. Free of the thread state: a field of a live object.
#[inline]
pub(crate) fn bytes_data(object: Borrowed<'_, '_, PyBytes>) -> *mut c_char {
    let object = object.ptr().as_ptr().cast::<ffi::PyBytesObject>();
    // SAFETY: the marker says that the object is a bytes object; taking the address of a field reads nothing.
    unsafe { (&raw mut (*object).ob_sval).cast() }
}

/// The content, which never changes while the object lives. Free of the thread state: two fields of a live object.
#[inline]
pub(crate) fn bytes_content<'a>(object: Borrowed<'a, '_, PyBytes>) -> &'a [u8] {
    let head = object.ptr().as_ptr().cast::<ffi::PyVarObject>();
    // SAFETY: the marker says that the object is a bytes object, `ob_size` bytes long, alive for `'a`.
    unsafe { std::slice::from_raw_parts(bytes_data(object).cast(), (*head).ob_size as usize) }
}
