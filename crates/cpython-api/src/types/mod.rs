//! Markers of concrete types. They have no values: a handle says which object, a marker says of which type.

mod any;
mod bytes;
mod collections;
mod list;
mod module;
mod number;
mod string;
mod type_object;

pub use any::{PyAny, PyIter};
pub use bytes::PyBytes;
pub use collections::{PyDict, PyList, PyTuple};
pub use module::PyModule;
pub use number::{PyBool, PyFloat, PyLong};
pub use string::PyStr;
pub use type_object::{PyType, UntypedClass};

use crate::handle::Borrowed;

/// A marker whose objects can be told from others.
///
/// # Safety
/// `is_type_of` must say yes only to objects whose layout is that of the marker's type.
pub unsafe trait PyTypeInfo: Sized {
    /// What an error message calls the type.
    fn name() -> &'static str;

    /// Whether the object is an instance of the type or of a subclass.
    fn is_type_of(object: Borrowed<'_, '_, PyAny>) -> bool;
}

/// A marker and its check.
macro_rules! python_type {
    ($(#[$doc:meta])* $name:ident, $python:literal, $check:path) => {
        $(#[$doc])*
        #[repr(transparent)]
        pub struct $name(#[allow(dead_code, reason = "the layout of an object; no value is ever made")] cpython_sys::PyObject);

        // SAFETY: the check is CPython's own for this type.
        unsafe impl crate::types::PyTypeInfo for $name {
            fn name() -> &'static str {
                $python
            }

            #[inline]
            fn is_type_of(object: crate::handle::Borrowed<'_, '_, crate::types::PyAny>) -> bool {
                $check(object)
            }
        }
    };
}
pub(crate) use python_type;
