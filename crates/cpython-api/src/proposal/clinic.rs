//! The converters of `clinic!`: what an argument of C's Argument Clinic accepts, refuses, and becomes in Rust.

use super::{AsciiBuffer, PyBuffer};
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::FromPyObject;
use crate::err::{PyOverflowError, PyResult, PyTypeError, PyValueError};
use crate::handle::Borrowed;
use crate::types::{PyAny, PyBytes, PyDict, PyList, PyLong, PyStr, PyTuple};

type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

/// `Py_buffer`
pub fn buffer<'a, 'py>(ctx: &ThreadContext<'py>, object: Object<'a, 'py>) -> PyResult<PyBuffer<'a, 'py>> {
    FromPyObject::extract(ctx, object)
}

/// `ascii_buffer`
pub fn ascii_buffer<'a, 'py>(ctx: &ThreadContext<'py>, object: Object<'a, 'py>) -> PyResult<AsciiBuffer<'a, 'py>> {
    FromPyObject::extract(ctx, object)
}

/// `object`
pub fn object<'a, 'py>(_ctx: &ThreadContext<'py>, object: Object<'a, 'py>) -> PyResult<Object<'a, 'py>> {
    Ok(object)
}

/// `object = None`
pub fn object_or_none<'a, 'py>(
    _ctx: &ThreadContext<'py>,
    object: Object<'a, 'py>,
) -> PyResult<Option<Object<'a, 'py>>> {
    Ok(if object.is_none() { None } else { Some(object) })
}

macro_rules! subclasses {
    ($($name:ident => $class:ident;)*) => {$(
        #[doc = concat!("`object(subclass_of=…)` for `", stringify!($class), "`")]
        pub fn $name<'a, 'py>(
            ctx: &ThreadContext<'py>,
            object: Object<'a, 'py>,
        ) -> PyResult<Borrowed<'a, 'py, $class>> {
            object.cast(ctx)
        }
    )*};
}

subclasses! {
    object_int => PyLong;
    object_str => PyStr;
    object_bytes => PyBytes;
    object_list => PyList;
    object_tuple => PyTuple;
    object_dict => PyDict;
}

/// `bool`: the truth of any object.
pub fn truth<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<bool> {
    object.is_true(ctx)
}

/// `bool(accept={int})`: whether an int is not zero.
pub fn truth_of_int<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<bool> {
    int(ctx, object).map(|number| number != 0)
}

/// An integer that C's type holds; `OverflowError` in C's words.
fn within<'py, T: TryFrom<i64>>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>, name: &str) -> PyResult<T> {
    let value = c_api::int_if_i64(ctx, object)?.and_then(|value| T::try_from(value).ok());
    value.ok_or_else(|| PyOverflowError::raise(ctx, format!("Python int too large to convert to C {name}")))
}

/// `int`
pub fn int<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<i32> {
    within(ctx, object, "int")
}

/// `Py_ssize_t`
pub fn ssize<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<isize> {
    within(ctx, object, "ssize_t")
}

/// `Py_ssize_t(accept={int, NoneType})`
pub fn ssize_or_none<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<Option<isize>> {
    if object.is_none() {
        return Ok(None);
    }
    if !c_api::has_index(ctx, object) {
        let message = format!("argument should be integer or None, not {}", c_api::type_name(ctx, object));
        return Err(PyTypeError::raise(ctx, message));
    }
    let value = c_api::int_if_i64(ctx, object)?.and_then(|value| isize::try_from(value).ok());
    value.map(Some).ok_or_else(|| {
        let name = c_api::type_name(ctx, object);
        PyOverflowError::raise(ctx, format!("cannot fit '{name}' into an index-sized integer"))
    })
}

/// `size_t`
pub fn size<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<usize> {
    let number = c_api::index(ctx, object)?;
    let value = c_api::int_if_i64(ctx, number.as_borrowed())?;
    match value {
        Some(value) if value < 0 => Err(PyValueError::raise(ctx, "Cannot convert negative int")),
        Some(value) => Ok(value as usize),
        None if c_api::is_negative(ctx, number.as_borrowed())? => {
            Err(PyValueError::raise(ctx, "Cannot convert negative int"))
        }
        None => {
            let fits = c_api::int_as_u64(ctx, number.as_borrowed()).and_then(|value| {
                usize::try_from(value).map_err(|_| PyOverflowError::raise(ctx, "Python int too large for C size_t"))
            });
            fits.map_err(|error| {
                error.clear(ctx);
                PyOverflowError::raise(ctx, "Python int too large for C size_t")
            })
        }
    }
}

/// `unsigned_int(bitwise=True)`: the low 32 bits. From 3.15 on a value that has more is a `DeprecationWarning`.
pub fn unsigned_int_bitwise<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<u32> {
    c_api::int_low_bits(ctx, object)
}

/// `double`
pub fn double<'py>(ctx: &ThreadContext<'py>, object: Object<'_, 'py>) -> PyResult<f64> {
    c_api::float_as_f64(ctx, object)
}
