//! A bytes-like argument: borrowed if it is `bytes`, copied if it is anything else.

use std::ops::Deref;
use std::ptr::NonNull;

use cpython_sys::Py_buffer;

use crate::c_api;
use crate::context::{Attached, ThreadContext};
use crate::convert::FromPyObject;
use crate::diagnostics;
use crate::err::{PyMemoryError, PyResult, PyTypeError, PyValueError};
use crate::handle::Borrowed;
use crate::types::{PyAny, PyBytes, PyStr};

/// A bytes-like object that Python passed: what C calls `y*`.
///
/// There is no slice of a `bytearray` or a `memoryview`, since another thread may write to it at any time. [`read`]
/// borrows the content of `bytes`, which never changes, and copies every other; [`chunks`] copies piece by piece.
/// The exporter cannot resize or free its memory while this exists; dropping it gives the view back.
///
/// [`read`]: Self::read
/// [`chunks`]: Self::chunks
pub struct PyBuffer<'a, 'py> {
    source: Source<'a, 'py>,
}

enum Source<'a, 'py> {
    Bytes(Borrowed<'a, 'py, PyBytes>),
    View(View<'py>),
}

/// A view that is to be released, on the thread that took it.
struct View<'py> {
    view: NonNull<Py_buffer>,
    _attached: Attached<'py>,
}

impl<'a, 'py> FromPyObject<'a, 'py> for PyBuffer<'a, 'py> {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if c_api::is_exact_bytes(obj) {
            return Ok(Self { source: Source::Bytes(obj.cast(ctx)?) });
        }
        let view = c_api::buffer_get(ctx, obj)?;
        Ok(Self { source: Source::View(View { view, _attached: Attached::default() }) })
    }
}

impl<'a, 'py> PyBuffer<'a, 'py> {
    /// How many bytes there are. It does not change while this exists.
    pub fn len(&self) -> usize {
        match &self.source {
            Source::Bytes(bytes) => bytes.as_bytes().len(),
            Source::View(view) => view.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether [`read`](Self::read) needs no copy.
    pub fn is_borrowed(&self) -> bool {
        matches!(self.source, Source::Bytes(_))
    }

    /// The content: the argument's own memory if it is `bytes`, else a copy. It may be used while detached.
    pub fn read(&self, ctx: &ThreadContext<'py>) -> PyResult<Content<'a>> {
        let content = match &self.source {
            Source::Bytes(bytes) => Held::Borrowed(bytes.as_bytes()),
            Source::View(view) => {
                let mut copy = Vec::new();
                view.copy(ctx, 0, view.len(), &mut copy)?;
                Held::Copied(copy)
            }
        };
        Ok(Content { content })
    }

    /// The content in pieces of at most `size` bytes, the copy of each over the one before. `bytes` come as one piece.
    pub fn chunks(&self, size: usize) -> Chunks<'_, 'a, 'py> {
        Chunks { buffer: self, size: size.max(1), start: 0, copy: Vec::new() }
    }
}

impl<'py> View<'py> {
    fn len(&self) -> usize {
        // SAFETY: not released: that is what the drop does.
        unsafe { c_api::buffer_length(self.view) }
    }

    /// `target` becomes the bytes from `start` on.
    fn copy(&self, ctx: &ThreadContext<'py>, start: usize, length: usize, target: &mut Vec<u8>) -> PyResult<()> {
        assert!(start <= self.len() && length <= self.len() - start, "the part lies within the view");
        target.clear();
        target.try_reserve_exact(length).map_err(|_| PyMemoryError::raise(ctx, ""))?;
        // SAFETY: not released; the part lies within the view, as asserted.
        unsafe { c_api::buffer_copy(ctx, self.view, start, &mut target.spare_capacity_mut()[..length])? };
        // SAFETY: the copy wrote `length` bytes from the start of the vector on.
        unsafe { target.set_len(length) };
        Ok(())
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        if c_api::is_attached() {
            // SAFETY: attached, as just asked; the view is used by nobody after its drop.
            unsafe { c_api::buffer_release(self.view) }
        } else {
            diagnostics::note_detached_drop();
        }
    }
}

/// What [`PyBuffer::read`] gives: bytes that nobody changes.
pub struct Content<'a> {
    content: Held<'a>,
}

enum Held<'a> {
    Borrowed(&'a [u8]),
    Copied(Vec<u8>),
}

impl Deref for Content<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.content {
            Held::Borrowed(content) => content,
            Held::Copied(content) => content,
        }
    }
}

/// What [`PyBuffer::chunks`] gives. Not an iterator: a piece is overwritten by the next.
pub struct Chunks<'b, 'a, 'py> {
    buffer: &'b PyBuffer<'a, 'py>,
    size: usize,
    start: usize,
    copy: Vec<u8>,
}

impl<'py> Chunks<'_, '_, 'py> {
    /// The next piece, `None` at the end. Copying needs the context; using the piece does not.
    pub fn next(&mut self, ctx: &ThreadContext<'py>) -> PyResult<Option<&[u8]>> {
        let (start, left) = (self.start, self.buffer.len() - self.start);
        if left == 0 {
            return Ok(None);
        }
        match &self.buffer.source {
            Source::Bytes(bytes) => {
                self.start += left;
                Ok(Some(bytes.as_bytes()))
            }
            Source::View(view) => {
                let length = left.min(self.size);
                view.copy(ctx, start, length, &mut self.copy)?;
                self.start += length;
                Ok(Some(&self.copy))
            }
        }
    }
}

/// A bytes-like object, or a `str` of ASCII alone: what C calls `ascii_buffer`.
pub struct AsciiBuffer<'a, 'py> {
    source: Ascii<'a, 'py>,
}

enum Ascii<'a, 'py> {
    Text(&'a str),
    Buffer(PyBuffer<'a, 'py>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for AsciiBuffer<'a, 'py> {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Some(text) = obj.downcast::<PyStr>() {
            let text = text.to_str(ctx).or_else(|error| {
                // A lone surrogate is not ASCII.
                error.clear(ctx);
                Ok("\u{fffd}")
            })?;
            if !text.is_ascii() {
                return Err(PyValueError::raise(ctx, "string argument should contain only ASCII characters"));
            }
            return Ok(Self { source: Ascii::Text(text) });
        }
        match PyBuffer::extract(ctx, obj) {
            Ok(buffer) => Ok(Self { source: Ascii::Buffer(buffer) }),
            Err(error) => {
                error.clear(ctx);
                let name = c_api::type_name(ctx, obj);
                let message = format!("argument should be bytes, buffer or ASCII string, not '{name}'");
                Err(PyTypeError::raise(ctx, message))
            }
        }
    }
}

impl<'a, 'py> AsciiBuffer<'a, 'py> {
    /// How many bytes there are.
    pub fn len(&self) -> usize {
        match &self.source {
            Ascii::Text(text) => text.len(),
            Ascii::Buffer(buffer) => buffer.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As [`PyBuffer::read`]; a `str` is borrowed too.
    pub fn read(&self, ctx: &ThreadContext<'py>) -> PyResult<Content<'a>> {
        match &self.source {
            Ascii::Text(text) => Ok(Content { content: Held::Borrowed(text.as_bytes()) }),
            Ascii::Buffer(buffer) => buffer.read(ctx),
        }
    }
}
