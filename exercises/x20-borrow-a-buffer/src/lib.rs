//! X20, Borrow a buffer, always give it back: a guard for the bytes of another object.
//!
//! While a buffer is lent, its owner may not resize it. Whoever borrows it gives it back on every
//! way out.

// Functions that use your guard, two lenders to try it on, and `PyInit_x20`: given, read it once.
mod module;

use cpython_sys::*;

/// The bytes of an object, lent until this is dropped.
pub struct Buffer {
    /// In a box: an exporter may remember the address of the view, so it must not move.
    view: Box<Py_buffer>,
}

impl Buffer {
    /// Ask an object for its bytes. `None`: it has none to lend, and an exception says so.
    ///
    /// # Safety
    /// The thread is attached, and `object` is alive.
    pub unsafe fn of(object: *mut PyObject) -> Option<Self> {
        // region: todo Let `PyObject_GetBuffer` fill `module::empty_view()`, with the flags `PyBUF_SIMPLE as i32`.
        // starter: module::not_written_yet("Buffer::of", object)
        let mut view = module::empty_view();
        // SAFETY: attached and alive, as the caller says; the view has a place of its own.
        let status = unsafe { PyObject_GetBuffer(object, &raw mut *view, PyBUF_SIMPLE as i32) };
        if status < 0 { None } else { Some(Self { view }) }
        // endregion
    }

    /// The bytes, as long as the buffer is borrowed.
    pub fn bytes(&self) -> &[u8] {
        // region: todo Make a slice of `view.buf` and `view.len`. Mind the view without bytes: its address may be NULL.
        // starter: module::not_written_yet("Buffer::bytes", &self.view)
        if self.view.len == 0 {
            return &[];
        }
        // SAFETY: the owner keeps `len` bytes at `buf` until the view is released, which needs this guard.
        unsafe { std::slice::from_raw_parts(self.view.buf.cast(), self.view.len as usize) }
        // endregion
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // region: todo Give the buffer back with `PyBuffer_Release`.
        // starter: let _ = &mut self.view; // not given back yet
        // SAFETY: `of` filled the view, and only this guard releases it, once; no slice of it is left.
        unsafe { PyBuffer_Release(&raw mut *self.view) };
        // endregion
    }
}
