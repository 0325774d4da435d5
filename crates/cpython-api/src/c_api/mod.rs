//! Every call of a C function, one file for each theme. A safe function here that may touch Python takes a context; one
//! without says why.

mod buffer;
mod class;
mod clinic;
mod collection;
mod compare;
mod exception;
mod list;
mod lock;
mod module;
mod number;
mod object;
mod reference;
mod text;
mod thread;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{NonNull, null_mut};

use cpython_sys as ffi;
use ffi::{Py_ssize_t, PyObject, PyThreadState};

use crate::context::ThreadContext;
use crate::err::{PyErrRaised, PyResult};
use crate::handle::{Borrowed, Bound};
use crate::types::{PyAny, PyBytes, PyDict, PyList, PyModule, PyStr, PyTuple, PyType};

pub(crate) use self::buffer::*;
pub(crate) use self::class::*;
pub(crate) use self::clinic::*;
pub(crate) use self::collection::*;
pub(crate) use self::compare::*;
pub(crate) use self::exception::*;
pub(crate) use self::list::*;
pub(crate) use self::lock::*;
pub(crate) use self::module::*;
pub(crate) use self::number::*;
pub(crate) use self::object::*;
pub(crate) use self::reference::*;
pub(crate) use self::text::*;
pub(crate) use self::thread::*;

type Ctx<'c, 'py> = &'c ThreadContext<'py>;
type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;
