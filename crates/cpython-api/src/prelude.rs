//! What a `%%rust` cell has in scope.

pub use crate::err::*;
pub use crate::types::{
    PyAny, PyBool, PyBytes, PyDict, PyFloat, PyIter, PyList, PyLong, PyModule, PyStr, PyTuple, PyType,
};
pub use crate::{
    Borrowed, Bound, FromPyObject, GcField, IntoPyObject, ModuleRef, ModuleState, ModuleStateGc, NoGc, NoState, Py,
    ThreadContext, TraverseResult, Visit, export_module, pyfunction,
};
