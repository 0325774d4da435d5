// The twin of `method_of_wrong_abi.rs`: the same, as it should be.
use cpython_sys::*;

unsafe extern "C" fn f(_module: *mut PyObject, _argument: *mut PyObject) -> *mut PyObject {
    std::ptr::null_mut()
}

pub static ROW: PyMethodDef = PyMethodDef::noargs(c"f", f);
