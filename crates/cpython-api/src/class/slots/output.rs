//! What a special method may return, one trait for each kind of slot.

use crate::context::ThreadContext;
use crate::convert::{CallbackOutput, IntoPyObject};
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound, Py};
use crate::types::{PyAny, PyStr};

/// A Rust value that becomes a `str`.
#[doc(hidden)]
pub trait TextValue {}

impl TextValue for String {}
impl TextValue for &str {}
impl TextValue for Bound<'_, PyStr> {}
impl TextValue for Borrowed<'_, '_, PyStr> {}
impl TextValue for Py<PyStr> {}
impl TextValue for &Py<PyStr> {}

/// What `__repr__` and `__str__` may return.
#[diagnostic::on_unimplemented(
    message = "`__repr__` and `__str__` cannot return `{Self}`",
    label = "return a text: `String`, `&str`, a `PyStr`, or a `PyResult` of one"
)]
pub trait TextOutput<'py> {
    #[doc(hidden)]
    fn into_text(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py, T: TextValue + IntoPyObject<'py>> TextOutput<'py> for T {
    fn into_text(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.into_pyobject(ctx)
    }
}

impl<'py, T: TextValue + IntoPyObject<'py>> TextOutput<'py> for PyResult<T> {
    fn into_text(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self?.into_pyobject(ctx)
    }
}

/// What `__next__` may return.
#[diagnostic::on_unimplemented(
    message = "`__next__` cannot return `{Self}`",
    label = "return an `Option` of an item, or a `PyResult` of one: `None` is the end"
)]
pub trait NextOutput<'py> {
    #[doc(hidden)]
    fn into_next(self, ctx: &ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>>;
}

impl<'py, T: IntoPyObject<'py>> NextOutput<'py> for Option<T> {
    fn into_next(self, ctx: &ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.map(|item| item.into_pyobject(ctx)).transpose()
    }
}

impl<'py, T: IntoPyObject<'py>> NextOutput<'py> for PyResult<Option<T>> {
    fn into_next(self, ctx: &ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self?.into_next(ctx)
    }
}

macro_rules! outputs {
    ($($(#[$attribute:meta])* $name:ident($method:ident) -> $result:ty: $($value:ty => $convert:expr),*;)*) => {$(
        $(#[$attribute])*
        pub trait $name {
            #[doc(hidden)]
            fn $method(self) -> PyResult<$result>;
        }

        $(
            impl $name for $value {
                fn $method(self) -> PyResult<$result> {
                    Ok($convert(self))
                }
            }

            impl $name for PyResult<$value> {
                fn $method(self) -> PyResult<$result> {
                    self.map($convert)
                }
            }
        )*
    )*};
}

outputs! {
    /// What `__len__` may return.
    #[diagnostic::on_unimplemented(
        message = "`__len__` cannot return `{Self}`",
        label = "return `usize`, or `PyResult<usize>`: a length is never negative"
    )]
    LengthOutput(into_length) -> usize: usize => std::convert::identity;

    /// What `__hash__` may return.
    #[diagnostic::on_unimplemented(
        message = "`__hash__` cannot return `{Self}`",
        label = "return `isize`, `i64`, `u64`, or a `PyResult` of one"
    )]
    HashOutput(into_hash) -> isize:
        isize => std::convert::identity, i64 => |hash| hash as isize, u64 => |hash| hash as isize;

    /// What `__contains__` and the comparisons may return.
    #[diagnostic::on_unimplemented(
        message = "`__contains__` and comparisons cannot return `{Self}`",
        label = "return `bool`, or `PyResult<bool>`"
    )]
    TruthOutput(into_truth) -> bool: bool => std::convert::identity;
}

/// A text, for the code that `#[pymethods]` writes.
pub fn text<'py>(ctx: &ThreadContext<'py>, value: impl TextOutput<'py>) -> PyResult<Bound<'py, PyAny>> {
    value.into_text(ctx)
}

/// Any value, for the code that `#[pymethods]` writes.
pub fn object<'py>(ctx: &ThreadContext<'py>, value: impl CallbackOutput<'py>) -> PyResult<Bound<'py, PyAny>> {
    value.into_result(ctx)
}

/// An item, or the end, for the code that `#[pymethods]` writes.
pub fn next_item<'py>(ctx: &ThreadContext<'py>, value: impl NextOutput<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
    value.into_next(ctx)
}

/// A length, for the code that `#[pymethods]` writes.
pub fn size(_ctx: &ThreadContext<'_>, value: impl LengthOutput) -> PyResult<usize> {
    value.into_length()
}

/// A hash, for the code that `#[pymethods]` writes.
pub fn hash_value(_ctx: &ThreadContext<'_>, value: impl HashOutput) -> PyResult<isize> {
    value.into_hash()
}

/// A truth, for the code that `#[pymethods]` writes.
pub fn truth(_ctx: &ThreadContext<'_>, value: impl TruthOutput) -> PyResult<bool> {
    value.into_truth()
}
