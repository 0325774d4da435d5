//! wrong: B16
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Goes on with the view that `PyObject_GetBuffer` refused to fill.
mod module; // functions that use your guard, two lenders to try it on, and `PyInit_x20`: given, read it once

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
        let mut view = module::empty_view();
        let _ = unsafe { PyObject_GetBuffer(object, &raw mut *view, PyBUF_SIMPLE as i32) };
        Some(Self { view })
    }

    /// The bytes, as long as the buffer is borrowed.
    pub fn bytes(&self) -> &[u8] {
        if self.view.len == 0 {
            return &[];
        }
        unsafe { std::slice::from_raw_parts(self.view.buf.cast(), self.view.len as usize) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        unsafe { PyBuffer_Release(&raw mut *self.view) };
    }
}
