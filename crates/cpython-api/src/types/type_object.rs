//! Types as objects.

use std::ffi::CStr;
use std::marker::PhantomData;

use super::PyTypeInfo;
use crate::c_api;
use crate::context::ThreadContext;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};
use crate::types::PyAny;

/// The payload of a type that has none of ours.
pub enum UntypedClass {}

/// A type. The default stands for any type; `PyType<C>` for one whose instances hold a Rust value `C`.
#[repr(transparent)]
pub struct PyType<C = UntypedClass>(cpython_sys::PyObject, PhantomData<fn() -> C>);

// SAFETY: the check is CPython's own.
unsafe impl PyTypeInfo for PyType {
    fn name() -> &'static str {
        "type"
    }

    fn is_type_of(object: Borrowed<'_, '_, PyAny>) -> bool {
        c_api::is_type(object)
    }
}

impl PyType {
    /// A new exception type. `name` is `module.Name`; without a base it is an `Exception`.
    pub fn new_exception<'py>(
        ctx: &ThreadContext<'py>,
        name: &CStr,
        doc: Option<&CStr>,
        base: Option<Borrowed<'_, 'py, PyType>>,
    ) -> PyResult<Bound<'py, PyType>> {
        c_api::new_exception(ctx, name, doc, base)
    }
}
