//! The buffer protocol, and `bytes` under construction.

use std::mem::MaybeUninit;

use super::*;

/// Exactly `bytes`, no subclass: one may have a `__buffer__` of its own. Free of the thread state: compares the type of
/// a live object.
#[inline]
pub(crate) fn is_exact_bytes(object: Object) -> bool {
    // SAFETY: handles hold live objects only.
    unsafe { ffi::PyBytes_CheckExact(object.ptr().as_ptr()) }
}

/// A contiguous view of the object's memory. It stays where it is: an exporter may let a field point to another.
pub(crate) fn buffer_get(ctx: Ctx, object: Object) -> PyResult<NonNull<ffi::Py_buffer>> {
    // SAFETY: integers and nullable pointers; all zeros is a value of it, and one that needs no release.
    let view = Box::into_raw(Box::new(unsafe { std::mem::zeroed::<ffi::Py_buffer>() }));
    // SAFETY: attached, a live object, a struct to fill; -1 with an exception, and then nothing to release.
    let got = status(ctx, unsafe { ffi::PyObject_GetBuffer(object.ptr().as_ptr(), view, ffi::PyBUF_SIMPLE as c_int) });
    match got {
        // SAFETY: a box is not null.
        Ok(_) => Ok(unsafe { NonNull::new_unchecked(view) }),
        Err(error) => {
            // SAFETY: it came from a box a moment ago, and nobody else has it.
            drop(unsafe { Box::from_raw(view) });
            Err(error)
        }
    }
}

/// Give a view back to its exporter.
///
/// # Safety
/// A thread state is attached; `view` came from [`buffer_get`] and is not used again.
pub(crate) unsafe fn buffer_release(view: NonNull<ffi::Py_buffer>) {
    // SAFETY: the caller's conditions; the box was made by `buffer_get`.
    unsafe {
        ffi::PyBuffer_Release(view.as_ptr());
        drop(Box::from_raw(view.as_ptr()));
    }
}

/// Free of the thread state: a field of the view, which does not change while it is held.
///
/// # Safety
/// `view` came from [`buffer_get`] and is not released.
#[inline]
pub(crate) unsafe fn buffer_length(view: NonNull<ffi::Py_buffer>) -> usize {
    // SAFETY: the caller's condition. A negative length breaks the protocol; nothing is then read.
    usize::try_from(unsafe { (*view.as_ptr()).len }).unwrap_or(0)
}

/// Copy a part of a view. CPython copies, as it does for `bytes(b)`: no Rust reference to the exporter's memory ever
/// exists, since another thread may write to it.
///
/// # Safety
/// `view` came from [`buffer_get`] and is not released; `start + target.len()` is at most its length.
pub(crate) unsafe fn buffer_copy(
    ctx: Ctx,
    view: NonNull<ffi::Py_buffer>,
    start: usize,
    target: &mut [MaybeUninit<u8>],
) -> PyResult<()> {
    if target.is_empty() {
        return Ok(());
    }
    // SAFETY: as in `buffer_get`.
    let mut part = unsafe { std::mem::zeroed::<ffi::Py_buffer>() };
    // SAFETY: the caller says that the part lies within the view.
    part.buf = unsafe { (*view.as_ptr()).buf.cast::<u8>().add(start).cast() };
    part.len = c_size(target.len());
    (part.itemsize, part.ndim, part.readonly) = (1, 1, 1);
    // SAFETY: attached; `part` is one-dimensional without strides, so contiguous, and as long as `target`.
    status(ctx, unsafe { ffi::PyBuffer_ToContiguous(target.as_mut_ptr().cast(), &part, part.len, b'C' as c_char) })?;
    Ok(())
}

/// `bytes` under construction: what 3.15 has a type for, and before it an object that nobody has seen.
#[cfg(Py_3_15)]
pub(crate) type RawWriter = ffi::PyBytesWriter;
/// `bytes` under construction: what 3.15 has a type for, and before it an object that nobody has seen.
#[cfg(not(Py_3_15))]
pub(crate) type RawWriter = PyObject;

/// Room for `capacity` bytes, at least one, not written yet.
pub(crate) fn writer_new(ctx: Ctx, capacity: usize) -> PyResult<NonNull<RawWriter>> {
    #[cfg(Py_3_15)]
    // SAFETY: attached; a new writer or null with an exception.
    let writer = NonNull::new(unsafe { ffi::PyBytesWriter_Create(c_size(capacity.max(1))) });
    #[cfg(Py_3_15)]
    let writer = writer.ok_or_else(|| raised(ctx))?;
    #[cfg(not(Py_3_15))]
    let writer = bytes_uninit(ctx, capacity.max(1)).map(Bound::into_ptr)?;
    if capacity >= huge::FROM {
        // SAFETY: ours, and nobody else's.
        huge::advise(unsafe { writer_data(writer) }, capacity);
    }
    Ok(writer)
}

/// Large memory is new from the system, which clears it where it is first written to: page by page, and each page costs
/// more than what is written to it. A huge page is one such stop for 512.
#[cfg(target_os = "linux")]
mod huge {
    use super::*;

    /// Below this size `malloc` hands out again what the system has cleared before.
    pub(super) const FROM: usize = 4 << 20;
    const PAGE: usize = 2 << 20;
    const MADV_HUGEPAGE: c_int = 14;

    unsafe extern "C" {
        fn madvise(start: *mut c_void, length: usize, advice: c_int) -> c_int;
    }

    /// Ask for huge pages where they fit in whole. Free of the thread state: advice to the system, which changes no byte.
    pub(super) fn advise(start: NonNull<MaybeUninit<u8>>, length: usize) {
        let before = start.as_ptr().align_offset(PAGE);
        let length = length.saturating_sub(before) / PAGE * PAGE;
        if length > 0 {
            // SAFETY: a part of the memory at `start`. Where the system has no huge pages it says so, and no harm is done.
            unsafe { madvise(start.as_ptr().add(before).cast(), length, MADV_HUGEPAGE) };
        }
    }
}

/// Other systems are not asked.
#[cfg(not(target_os = "linux"))]
mod huge {
    use super::*;

    pub(super) const FROM: usize = usize::MAX;

    pub(super) fn advise(_start: NonNull<MaybeUninit<u8>>, _length: usize) {}
}

/// Another capacity, at least one; what was written stays. On failure the writer is gone.
///
/// # Safety
/// `writer` came from [`writer_new`] and is in use nowhere else; the caller takes what is returned for it.
pub(crate) unsafe fn writer_resize(
    ctx: Ctx,
    writer: NonNull<RawWriter>,
    capacity: usize,
) -> PyResult<NonNull<RawWriter>> {
    #[cfg(Py_3_15)]
    {
        // SAFETY: attached, a live writer; -1 with an exception, and then the writer is still there.
        match status(ctx, unsafe { ffi::PyBytesWriter_Resize(writer.as_ptr(), c_size(capacity.max(1))) }) {
            Ok(_) => Ok(writer),
            Err(error) => {
                // SAFETY: the caller gave it up.
                unsafe { with_error_saved(|| writer_discard(writer)) };
                Err(error)
            }
        }
    }
    #[cfg(not(Py_3_15))]
    {
        let mut object = writer.as_ptr();
        // SAFETY: attached; the only reference to an object that nobody has seen. On failure it is freed, and null.
        unsafe { ffi::_PyBytes_Resize(&mut object, c_size(capacity.max(1))) };
        NonNull::new(object).ok_or_else(|| raised(ctx))
    }
}

/// Where the content starts. Free of the thread state: an address computed from a live writer.
///
/// # Safety
/// `writer` came from [`writer_new`] and is in use nowhere else.
pub(crate) unsafe fn writer_data(writer: NonNull<RawWriter>) -> NonNull<MaybeUninit<u8>> {
    #[cfg(Py_3_15)]
    // SAFETY: the caller's condition; a writer always has memory.
    unsafe {
        NonNull::new_unchecked(ffi::PyBytesWriter_GetData(writer.as_ptr()).cast())
    }
    #[cfg(not(Py_3_15))]
    // SAFETY: the caller's condition; taking the address of a field reads nothing.
    unsafe {
        NonNull::new_unchecked((&raw mut (*writer.as_ptr().cast::<ffi::PyBytesObject>()).ob_sval).cast())
    }
}

/// The object, `length` bytes long.
///
/// # Safety
/// `writer` came from [`writer_new`] and is given up; its first `length` bytes are written.
pub(crate) unsafe fn writer_finish<'py>(
    ctx: Ctx<'_, 'py>,
    writer: NonNull<RawWriter>,
    length: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    #[cfg(Py_3_15)]
    // SAFETY: attached, a live writer, which the call consumes; a new reference or null with an exception.
    unsafe {
        owned(ctx, ffi::PyBytesWriter_FinishWithSize(writer.as_ptr(), c_size(length)))
    }
    #[cfg(not(Py_3_15))]
    {
        let mut object = writer.as_ptr();
        // SAFETY: attached; the only reference to an object that nobody has seen. Zero gives the shared empty object.
        unsafe { ffi::_PyBytes_Resize(&mut object, c_size(length)) };
        // SAFETY: a new reference, or null with an exception.
        unsafe { owned(ctx, object) }
    }
}

/// Drop the writer with what is in it.
///
/// # Safety
/// A thread state is attached; `writer` came from [`writer_new`] and is given up.
pub(crate) unsafe fn writer_discard(writer: NonNull<RawWriter>) {
    #[cfg(Py_3_15)]
    // SAFETY: the caller's conditions.
    unsafe {
        ffi::PyBytesWriter_Discard(writer.as_ptr());
    }
    #[cfg(not(Py_3_15))]
    // SAFETY: the caller's conditions.
    unsafe {
        decref_attached(writer);
    }
}
