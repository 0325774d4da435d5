//! `list`, `tuple`, `dict`.

use super::{PyAny, python_type};
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::IntoPyObject;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

python_type! {
    /// `list`. Items are handed out owned: another thread may take one out at any time.
    PyList, "list", c_api::is_list
}
python_type! {
    /// `tuple`.
    PyTuple, "tuple", c_api::is_tuple
}
python_type! {
    /// `dict`.
    PyDict, "dict", c_api::is_dict
}

impl PyList {
    /// `[]`
    pub fn new<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyList>> {
        c_api::list_new(ctx)
    }
}

impl<'py> Borrowed<'_, 'py, PyList> {
    /// `list.append(value)`
    pub fn append(self, ctx: &ThreadContext<'py>, value: impl IntoPyObject<'py>) -> PyResult<()> {
        let value = value.into_pyobject(ctx)?;
        c_api::list_append(ctx, self, value.as_borrowed())
    }

    /// `list[position]`; `IndexError` at the end.
    pub fn item(self, ctx: &ThreadContext<'py>, position: usize) -> PyResult<Bound<'py, PyAny>> {
        c_api::sequence_item(ctx, self.as_any(), position)
    }
}

impl PyTuple {
    /// A tuple of these objects.
    pub fn new<'py>(ctx: &ThreadContext<'py>, items: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyTuple>> {
        c_api::tuple_from(ctx, items)
    }
}

impl<'a, 'py> Borrowed<'a, 'py, PyTuple> {
    /// The number of items.
    pub fn size(self) -> usize {
        c_api::tuple_length(self)
    }

    /// `tuple[position]`, borrowed: a tuple never lets go of its items.
    pub fn item(self, ctx: &ThreadContext<'py>, position: usize) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        c_api::tuple_item(ctx, self, position)
    }
}

impl PyDict {
    /// `{}`
    pub fn new<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyDict>> {
        c_api::dict_new(ctx)
    }
}

impl<'py> Borrowed<'_, 'py, PyDict> {
    /// `dict[key] = value`
    pub fn set(
        self,
        ctx: &ThreadContext<'py>,
        key: impl IntoPyObject<'py>,
        value: impl IntoPyObject<'py>,
    ) -> PyResult<()> {
        let (key, value) = (key.into_pyobject(ctx)?, value.into_pyobject(ctx)?);
        c_api::dict_set(ctx, self, key.as_borrowed(), value.as_borrowed())
    }

    /// `dict.get(key)`; an unhashable key raises.
    pub fn get(self, ctx: &ThreadContext<'py>, key: impl IntoPyObject<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let key = key.into_pyobject(ctx)?;
        c_api::dict_get(ctx, self, key.as_borrowed())
    }
}
