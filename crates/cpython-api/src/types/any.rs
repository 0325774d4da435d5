//! Any object, and what every object can do.

use super::{PyStr, python_type};
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

const fn always(_: Borrowed<'_, '_, PyAny>) -> bool {
    true
}

python_type! {
    /// An object of any type. There is no `&mut PyAny`: others may change the object through their own pointer.
    PyAny, "object", always
}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// `object.name`
    pub fn getattr(self, ctx: &ThreadContext<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        c_api::getattr(ctx, self.as_any(), name)
    }

    /// `object.name = value`
    pub fn setattr(self, ctx: &ThreadContext<'py>, name: &str, value: impl IntoPyObject<'py>) -> PyResult<()> {
        let value = value.into_pyobject(ctx)?;
        c_api::setattr(ctx, self.as_any(), name, value.as_borrowed())
    }

    /// `del object.name`
    pub fn delattr(self, ctx: &ThreadContext<'py>, name: &str) -> PyResult<()> {
        c_api::delattr(ctx, self.as_any(), name)
    }

    /// `object(*arguments)`
    pub fn call(self, ctx: &ThreadContext<'py>, arguments: &[Borrowed<'_, 'py, PyAny>]) -> PyResult<Bound<'py, PyAny>> {
        c_api::call(ctx, self.as_any(), arguments)
    }

    /// `object.name(*arguments)`
    pub fn call_method(
        self,
        ctx: &ThreadContext<'py>,
        name: &str,
        arguments: &[Borrowed<'_, 'py, PyAny>],
    ) -> PyResult<Bound<'py, PyAny>> {
        self.getattr(ctx, name)?.as_borrowed().call(ctx, arguments)
    }

    /// `repr(object)`
    pub fn repr(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyStr>> {
        c_api::repr(ctx, self.as_any())
    }

    /// `str(object)`
    pub fn str(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyStr>> {
        c_api::to_str(ctx, self.as_any())
    }

    /// `len(object)`
    pub fn len(self, ctx: &ThreadContext<'py>) -> PyResult<usize> {
        c_api::length(ctx, self.as_any())
    }

    /// `bool(object)`
    pub fn is_true(self, ctx: &ThreadContext<'py>) -> PyResult<bool> {
        c_api::is_true(ctx, self.as_any())
    }

    /// `object == other`
    pub fn eq(self, ctx: &ThreadContext<'py>, other: Borrowed<'_, 'py, PyAny>) -> PyResult<bool> {
        c_api::is_equal(ctx, self.as_any(), other)
    }

    /// `object is None`
    pub fn is_none(self) -> bool {
        c_api::is_none(self.as_any())
    }

    /// `object[key]`
    pub fn get_item(self, ctx: &ThreadContext<'py>, key: impl IntoPyObject<'py>) -> PyResult<Bound<'py, PyAny>> {
        let key = key.into_pyobject(ctx)?;
        c_api::get_item(ctx, self.as_any(), key.as_borrowed())
    }

    /// `iter(object)`: call [`PyIter::next`] until it gives `None`.
    pub fn iter(self, ctx: &ThreadContext<'py>) -> PyResult<PyIter<'py>> {
        c_api::iter(ctx, self.as_any()).map(|iterator| PyIter { iterator })
    }

    /// The Rust value of the object.
    pub fn extract<U: FromPyObject<'a, 'py>>(self, ctx: &ThreadContext<'py>) -> PyResult<U> {
        U::extract(ctx, self.as_any())
    }
}

/// A Python iterator. Not a Rust one: each step may raise and needs a context.
pub struct PyIter<'py> {
    iterator: Bound<'py, PyAny>,
}

impl<'py> PyIter<'py> {
    /// The next item, `None` at the end.
    pub fn next(&mut self, ctx: &ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        c_api::next(ctx, self.iterator.as_borrowed())
    }
}

impl<'py> ThreadContext<'py> {
    /// `None`
    pub fn none(&self) -> Bound<'py, PyAny> {
        c_api::none(self)
    }
}
