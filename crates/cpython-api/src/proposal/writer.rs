//! `bytes` that grow, written once: no zeroes first, no copy after, and no `unsafe` for whoever fills them.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use crate::c_api::{self, RawWriter};
use crate::context::{Attached, ThreadContext};
use crate::diagnostics;
use crate::err::{PyMemoryError, PyResult};
use crate::handle::Bound;
use crate::types::PyBytes;

/// A lifetime that stands for one cursor: equal to no other, since it is invariant and every closure takes any.
type Brand<'b> = PhantomData<fn(&'b ()) -> &'b ()>;

/// `bytes` under construction. Nobody else sees them before [`finish`](Self::finish).
///
/// `PyBytesWriter` where the interpreter has it (3.15), an unpublished `bytes` object before.
pub struct BytesWriter<'py> {
    writer: Option<NonNull<RawWriter>>,
    length: usize,
    capacity: usize,
    _attached: Attached<'py>,
}

/// The unwritten rest of a [`BytesWriter`], lent to a closure. Its methods write from the start on.
///
/// It is `Send`: the closure may detach and write meanwhile.
pub struct Cursor<'b> {
    content: &'b mut [MaybeUninit<u8>],
    filled: usize,
    _brand: Brand<'b>,
}

/// The proof of how much a [`Cursor`] wrote. Only [`Cursor::finish`] makes one, and it fits no other cursor.
#[must_use = "return it: it says how much of the output is written"]
pub struct Filled<'b> {
    length: usize,
    _brand: Brand<'b>,
}

impl PyBytes {
    /// An object of at most `capacity` bytes: as long as what `fill` writes. Ours, not in the August text.
    pub fn build<'py>(
        ctx: &mut ThreadContext<'py>,
        capacity: usize,
        fill: impl for<'b> FnOnce(&mut ThreadContext<'py>, Cursor<'b>) -> PyResult<Filled<'b>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut writer = BytesWriter::new(ctx, capacity)?;
        writer.fill(ctx, |ctx, cursor| Ok((fill(ctx, cursor)?, ())))?;
        writer.finish(ctx)
    }
}

impl<'py> BytesWriter<'py> {
    /// Room for `capacity` bytes.
    pub fn new(ctx: &ThreadContext<'py>, capacity: usize) -> PyResult<Self> {
        let writer = c_api::writer_new(ctx, capacity)?;
        Ok(Self { writer: Some(writer), length: 0, capacity, _attached: Attached::default() })
    }

    /// How many bytes are written.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether none are.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many there is room for.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Room for exactly `capacity` bytes, if that is more than now. After a `MemoryError` the content is gone.
    pub fn grow_to(&mut self, ctx: &ThreadContext<'py>, capacity: usize) -> PyResult<()> {
        if capacity <= self.capacity {
            return Ok(());
        }
        let writer = self.writer.take().ok_or_else(|| PyMemoryError::raise(ctx, ""))?;
        self.capacity = 0;
        // SAFETY: ours, taken out a moment ago; what comes back is kept.
        self.writer = Some(unsafe { c_api::writer_resize(ctx, writer, capacity)? });
        self.capacity = capacity;
        Ok(())
    }

    /// Room for `additional` bytes more, and then some: many calls cost as much as a few.
    pub fn reserve(&mut self, ctx: &ThreadContext<'py>, additional: usize) -> PyResult<()> {
        let wanted = self.length.checked_add(additional).ok_or_else(|| PyMemoryError::raise(ctx, ""))?;
        if wanted <= self.capacity {
            return Ok(());
        }
        self.grow_to(ctx, wanted.max(self.capacity.saturating_add(self.capacity / 2)))
    }

    /// Let `fill` write on from where the content ends. If it fails or panics, what it wrote does not count.
    pub fn fill<R>(
        &mut self,
        ctx: &mut ThreadContext<'py>,
        fill: impl for<'b> FnOnce(&mut ThreadContext<'py>, Cursor<'b>) -> PyResult<(Filled<'b>, R)>,
    ) -> PyResult<R> {
        let Some(writer) = self.writer else {
            return Err(PyMemoryError::raise(ctx, ""));
        };
        // SAFETY: ours, and lent to nobody else: `self` is borrowed exclusively until the closure returns. There is room
        // for `capacity` bytes, and the object that holds them is not published.
        let content = unsafe {
            let start = c_api::writer_data(writer).add(self.length);
            std::slice::from_raw_parts_mut(start.as_ptr(), self.capacity - self.length)
        };
        let (filled, value) = fill(ctx, Cursor { content, filled: 0, _brand: PhantomData })?;
        self.length += filled.length;
        Ok(value)
    }

    /// Copy these bytes to the end, with room made for them.
    pub fn extend(&mut self, ctx: &mut ThreadContext<'py>, bytes: &[u8]) -> PyResult<()> {
        self.reserve(ctx, bytes.len())?;
        self.fill(ctx, |_, mut cursor| {
            cursor.extend_from_slice(bytes);
            Ok((cursor.finish(), ()))
        })
    }

    /// The object: what was written, and no byte more.
    pub fn finish(mut self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let writer = self.writer.take().ok_or_else(|| PyMemoryError::raise(ctx, ""))?;
        // SAFETY: ours, taken out; the proofs say that `length` bytes are written.
        unsafe { c_api::writer_finish(ctx, writer, self.length) }
    }
}

impl Drop for BytesWriter<'_> {
    fn drop(&mut self) {
        let Some(writer) = self.writer.take() else { return };
        if c_api::is_attached() {
            // SAFETY: attached, as just asked; ours, taken out.
            unsafe { c_api::writer_discard(writer) }
        } else {
            diagnostics::note_detached_drop();
        }
    }
}

impl<'b> Cursor<'b> {
    /// How many bytes it has written.
    pub fn len(&self) -> usize {
        self.filled
    }

    /// Whether it has written none.
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// How many it may still write.
    pub fn remaining(&self) -> usize {
        self.content.len() - self.filled
    }

    /// One byte. Panics if there is no room.
    #[inline]
    pub fn push(&mut self, byte: u8) {
        self.content[self.filled].write(byte);
        self.filled += 1;
    }

    /// A copy of these bytes. Panics if there is no room.
    #[inline]
    pub fn extend_from_slice(&mut self, bytes: &[u8]) {
        let target = &mut self.content[self.filled..][..bytes.len()];
        // SAFETY: as long as the source, exclusively lent, so not overlapping; any byte may be written to it.
        unsafe { target.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        self.filled += bytes.len();
    }

    /// Zero `length` bytes and lend them to be written over: for code that takes `&mut [u8]`. Panics without room.
    pub fn zeroed(&mut self, length: usize) -> &mut [u8] {
        let target = &mut self.content[self.filled..][..length];
        self.filled += length;
        // SAFETY: `length` bytes, exclusively lent; zeroes make every one of them initialised.
        unsafe {
            target.as_mut_ptr().write_bytes(0, length);
            std::slice::from_raw_parts_mut(target.as_mut_ptr().cast(), length)
        }
    }

    /// Lend all the rest, not initialised, to `write`, which returns the part at its start that it has initialised.
    ///
    /// A `&mut [u8]` is the proof: safe code has no other way to get one from this memory. Panics if the slice does not
    /// start where the rest does.
    pub fn write_with<R>(&mut self, write: impl for<'s> FnOnce(&'s mut [MaybeUninit<u8>]) -> (&'s mut [u8], R)) -> R {
        let rest = &mut self.content[self.filled..];
        let (start, room) = (rest.as_ptr().addr(), rest.len());
        let (written, value) = write(rest);
        if !written.is_empty() {
            let at_start = written.as_ptr().addr() == start && written.len() <= room;
            assert!(at_start, "`write_with` takes the initialised start of the slice that it lent");
            self.filled += written.len();
        }
        value
    }

    /// What this cursor has written so far.
    pub fn written(&self) -> &[u8] {
        // SAFETY: every method counts a byte after writing it.
        unsafe { std::slice::from_raw_parts(self.content.as_ptr().cast(), self.filled) }
    }

    /// The proof.
    pub fn finish(self) -> Filled<'b> {
        Filled { length: self.filled, _brand: PhantomData }
    }
}
