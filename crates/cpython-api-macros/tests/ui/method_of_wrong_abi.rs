//! A row of a method table takes a function with the C ABI.
use cpython_sys::*;

unsafe fn f(_module: *mut PyObject, _argument: *mut PyObject) -> *mut PyObject {
    std::ptr::null_mut()
}

static ROW: PyMethodDef = PyMethodDef::noargs(c"f", f);

fn main() {}
