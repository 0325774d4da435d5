//! `str`.

use super::python_type;
use crate::c_api;
use crate::context::ThreadContext;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

python_type! {
    /// `str`.
    PyStr, "str", c_api::is_str
}

impl PyStr {
    /// A copy of `text`.
    pub fn new<'py>(ctx: &ThreadContext<'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
        c_api::str_from(ctx, text)
    }
}

impl<'a, 'py> Borrowed<'a, 'py, PyStr> {
    /// The text, for as long as the owner keeps the object. `UnicodeEncodeError` for a lone surrogate.
    pub fn to_str(self, ctx: &ThreadContext<'py>) -> PyResult<&'a str> {
        c_api::str_as_utf8(ctx, self)
    }
}

impl<'py> Bound<'py, PyStr> {
    /// The text, for as long as this handle lives. `UnicodeEncodeError` for a lone surrogate.
    pub fn to_str(&self, ctx: &ThreadContext<'py>) -> PyResult<&str> {
        c_api::str_as_utf8(ctx, self.as_borrowed())
    }
}
