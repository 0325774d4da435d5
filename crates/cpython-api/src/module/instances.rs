//! What a module without state needs, compiled into this library: a cell then compiles its own functions alone.
//!
//! Without optimisation rustc shares what a library has instantiated with the crates that use it. A static is what makes
//! it instantiate something at all that nobody here calls.
#![expect(dead_code, reason = "the instances are for other crates")]

use std::ffi::{c_int, c_void};

use cpython_sys::{Py_ssize_t, PyObject};

use super::callbacks::{free, run};
use super::{ModuleExec, NoState};
use crate::class::ClassMaker;
use crate::context::ThreadContext;
use crate::err::PyResult;
use crate::function::{Arguments, Body, ParamSpec, call};
use crate::handle::Borrowed;
use crate::types::PyAny;

type Run = unsafe fn(*mut PyObject, &[ClassMaker<NoState>], Option<ModuleExec<NoState>>) -> c_int;
type Free = unsafe extern "C" fn(*mut c_void);
type Call = unsafe fn(
    &'static ParamSpec,
    Body<NoState>,
    *mut PyObject,
    *const *mut PyObject,
    Py_ssize_t,
    *mut PyObject,
) -> *mut PyObject;
type Required<T> = fn(&Arguments<'static, 'static>, &ThreadContext<'static>, usize) -> PyResult<T>;

static RUN: Run = run::<NoState>;

static FREE: Free = free::<NoState>;

static CALLS: [Call; 5] =
    [call::<NoState, 0>, call::<NoState, 1>, call::<NoState, 2>, call::<NoState, 3>, call::<NoState, 4>];

macro_rules! required {
    ($($name:ident: $type:ty),* $(,)?) => {$(
        static $name: Required<$type> = Arguments::required::<$type>;
    )*};
}

required! {
    I64: i64,
    F64: f64,
    BOOL: bool,
    STR: &'static str,
    ANY: Borrowed<'static, 'static, PyAny>,
}
