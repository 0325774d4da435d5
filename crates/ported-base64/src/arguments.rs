//! What Python may pass: flags, columns, and text for bytes.

use cpython_api::prelude::*;
use cpython_api::proposal::{Content, PyBuffer};
use cpython_api::{FromPyObject, PYTHON_MINOR};

/// A flag. Any object has a truth value; up to 3.11 it had to be an int.
#[derive(Clone, Copy)]
pub(crate) struct Flag(pub(crate) bool);

impl<'a, 'py> FromPyObject<'a, 'py> for Flag {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if PYTHON_MINOR >= 12 {
            return obj.is_true(ctx).map(Self);
        }
        i32::extract(ctx, obj).map(|number| Self(number != 0))
    }
}

/// How long a line may be; zero for no lines.
#[derive(Clone, Copy)]
pub(crate) struct Columns(pub(crate) usize);

impl<'a, 'py> FromPyObject<'a, 'py> for Columns {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let error = match usize::extract(ctx, obj) {
            Ok(columns) => return Ok(Self(columns)),
            Err(error) if error.matches(ctx, PyOverflowError::class(ctx)) => error,
            Err(error) => return Err(error),
        };
        error.clear(ctx);
        let zero = 0.into_pyobject(ctx)?;
        if obj.lt(ctx, zero.as_borrowed())? {
            return Err(PyValueError::raise(ctx, "Cannot convert negative int"));
        }
        Err(PyOverflowError::raise(ctx, "Python int too large for C size_t"))
    }
}

/// An argument that was left out, or its value: for a default that `None` cannot stand for.
#[derive(Clone, Copy)]
pub(crate) enum Given<T> {
    No,
    Value(T),
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Given<T>
where
    T: FromPyObject<'a, 'py>,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        T::extract(ctx, obj).map(Self::Value)
    }
}

/// Bytes, anything with a buffer, or text of ASCII letters.
pub(crate) enum Ascii<'a, 'py> {
    Text(&'a str),
    Buffer(PyBuffer<'a, 'py>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Ascii<'a, 'py> {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Some(text) = obj.downcast::<PyStr>() {
            let refused = || PyValueError::raise(ctx, "string argument should contain only ASCII characters");
            return match text.to_str(ctx) {
                Ok(text) if text.is_ascii() => Ok(Self::Text(text)),
                Ok(_) => Err(refused()),
                Err(error) => {
                    error.clear(ctx);
                    Err(refused())
                }
            };
        }
        PyBuffer::extract(ctx, obj).map(Self::Buffer).map_err(|error| {
            error.clear(ctx);
            PyTypeError::raise(ctx, "argument should be bytes, buffer or ASCII string")
        })
    }
}

/// The bytes behind an argument.
pub(crate) enum Held<'a> {
    Text(&'a str),
    Content(Content<'a>),
}

impl<'a, 'py> Ascii<'a, 'py> {
    pub(crate) fn read(&self, ctx: &ThreadContext<'py>) -> PyResult<Held<'a>> {
        match self {
            Self::Text(text) => Ok(Held::Text(text)),
            Self::Buffer(buffer) => buffer.read(ctx).map(Held::Content),
        }
    }
}

impl Held<'_> {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Content(content) => content,
        }
    }
}
