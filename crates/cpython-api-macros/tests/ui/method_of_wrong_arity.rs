//! The row says how C calls the function: here with a count of the arguments.
use cpython_sys::*;

unsafe extern "C" fn f(_module: *mut PyObject, _arguments: *const *mut PyObject) -> *mut PyObject {
    std::ptr::null_mut()
}

static ROW: PyMethodDef = PyMethodDef::fastcall(c"f", f);

fn main() {}
