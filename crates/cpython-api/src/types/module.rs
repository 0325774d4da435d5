//! Module objects.

use std::ffi::CStr;

use super::{PyType, python_type};
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::IntoPyObject;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

python_type! {
    /// A module.
    PyModule, "module", c_api::is_module
}

impl PyModule {
    /// `import name`
    pub fn import<'py>(ctx: &ThreadContext<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        c_api::import(ctx, name)
    }
}

impl<'py> Borrowed<'_, 'py, PyModule> {
    /// Add a value under a name.
    pub fn add(self, ctx: &ThreadContext<'py>, name: &CStr, value: impl IntoPyObject<'py>) -> PyResult<()> {
        let value = value.into_pyobject(ctx)?;
        c_api::module_add(ctx, self, name, value.as_borrowed())
    }

    /// Add a type under its own name.
    pub fn add_type(self, ctx: &ThreadContext<'py>, class: Borrowed<'_, 'py, PyType>) -> PyResult<()> {
        let name = class.getattr(ctx, "__name__")?;
        self.as_any().setattr(ctx, name.as_borrowed().extract(ctx)?, class)
    }
}
