//! What the macros write calls these. Not for use by hand.

use std::ffi::CStr;

pub use crate::class::slots::{self, Comparison};
pub use crate::class::{
    ClassGetSetDef, ClassItems, ClassMaker, ClassMethodDef, ClassNewDef, NewOutput, Receiver, SetterOutput,
    class_maker, class_method, constructor, getter, method, set_value, setter,
};
pub use crate::convert::CallbackOutput;
pub use crate::function::{Arguments, Body, Method, ModuleMethodDef, Param, ParamKind, ParamSpec, call, output};
pub use crate::handle::{Borrowed, Bound};
#[cfg(not(Py_3_15))]
pub use crate::module::Definition;
pub use crate::module::{Export, MethodTable, Slots};
pub use crate::types::{PyAny, PyType};
#[cfg(Py_3_15)]
pub use cpython_sys::PySlot;
pub use cpython_sys::{Py_ssize_t, PyObject, PyTypeObject};

/// A name with its NUL as C text, at compile time.
pub const fn c_name(name: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(name.as_bytes()) {
        Ok(name) => name,
        Err(_) => panic!("a name holds no NUL"),
    }
}

/// The first of a list, at compile time: an optional part of a macro before its default.
pub const fn first<T: Copy>(values: &[T]) -> T {
    values[0]
}
