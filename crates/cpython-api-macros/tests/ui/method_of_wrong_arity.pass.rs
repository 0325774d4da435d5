// The twin of `method_of_wrong_arity.rs`: the same, as it should be.
use cpython_sys::*;

unsafe extern "C" fn f(_module: *mut PyObject, _arguments: *const *mut PyObject, _count: Py_ssize_t) -> *mut PyObject {
    std::ptr::null_mut()
}

pub static ROW: PyMethodDef = PyMethodDef::fastcall(c"f", f);
