//! `bytes`.

use std::mem::MaybeUninit;

use super::python_type;
use crate::c_api;
use crate::context::ThreadContext;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

python_type! {
    /// `bytes`: content that never changes, so a slice of it is safe.
    PyBytes, "bytes", c_api::is_bytes
}

impl PyBytes {
    /// A copy of `content`.
    pub fn new<'py>(ctx: &ThreadContext<'py>, content: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        c_api::bytes_from(ctx, content)
    }

    /// An object of `length` bytes, zeroed, then written by `fill`. Nobody else sees it before `fill` returns.
    pub fn new_with<'py>(
        ctx: &ThreadContext<'py>,
        length: usize,
        fill: impl FnOnce(&mut [u8]) -> PyResult<()>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        if length == 0 {
            // The empty object is shared by all.
            fill(&mut [])?;
            return Self::new(ctx, &[]);
        }
        let bytes = c_api::bytes_uninit(ctx, length)?;
        let start = c_api::bytes_data(bytes.as_borrowed()).cast::<u8>();
        // SAFETY: the object is new, `length` bytes long, and no one else has a pointer to it; zeroes make every byte
        // initialised.
        let content = unsafe {
            start.write_bytes(0, length);
            std::slice::from_raw_parts_mut(start, length)
        };
        publish(bytes, fill(content))
    }

    /// As [`new_with`](Self::new_with) without the zeroes.
    ///
    /// # Safety
    /// `fill` writes every byte before it returns `Ok`, and does not panic.
    pub unsafe fn new_with_uninit<'py>(
        ctx: &ThreadContext<'py>,
        length: usize,
        fill: impl FnOnce(&mut [MaybeUninit<u8>]) -> PyResult<()>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        if length == 0 {
            fill(&mut [])?;
            return Self::new(ctx, &[]);
        }
        let bytes = c_api::bytes_uninit(ctx, length)?;
        let start = c_api::bytes_data(bytes.as_borrowed()).cast::<MaybeUninit<u8>>();
        // SAFETY: the object is new, `length` bytes long, and no one else has a pointer to it.
        let content = unsafe { std::slice::from_raw_parts_mut(start, length) };
        publish(bytes, fill(content))
    }
}

/// The object, unless its filling failed: then it is dropped, and nobody has seen it.
fn publish<'py>(bytes: Bound<'py, PyBytes>, filled: PyResult<()>) -> PyResult<Bound<'py, PyBytes>> {
    filled.map(|()| bytes)
}

impl<'a> Borrowed<'a, '_, PyBytes> {
    /// The content, for as long as the owner keeps the object.
    #[inline]
    pub fn as_bytes(self) -> &'a [u8] {
        c_api::bytes_content(self)
    }
}

impl Bound<'_, PyBytes> {
    /// The content, for as long as this handle lives.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        c_api::bytes_content(self.as_borrowed())
    }
}
