//! What a `%%rust` cell has in scope.

pub use crate::err::*;
pub use crate::types::{
    PyAny, PyBool, PyBytes, PyDict, PyFloat, PyIter, PyList, PyLong, PyModule, PyStr, PyTuple, PyType,
};
pub use crate::{
    AttachedCell, Borrowed, Bound, ClassDef, FromPyObject, GcField, IntoPyObject, ModuleRef, ModuleState,
    ModuleStateGc, NoGc, NoState, Py, PyClass, PyClassGc, PyInstance, ThreadContext, TraverseResult, Visit,
    export_module, pyclass, pyfunction, pymethods,
};
