//! Errors: `PyErrRaised` marks the exception that is pending on this thread; the exception itself stays there.

use std::marker::PhantomData;

use crate::c_api;
use crate::context::ThreadContext;
use crate::handle::{Borrowed, Py};
use crate::types::{PyAny, PyType};

/// An exception is pending on this thread. Own nothing, hold nothing: return it.
#[must_use = "an exception is pending: return this, so that Python raises it"]
pub struct PyErrRaised {
    _priv: PhantomData<*mut ()>,
}

/// What a function returns that may raise.
pub type PyResult<T> = Result<T, PyErrRaised>;

impl PyErrRaised {
    /// The exception that a failed C call has set.
    ///
    /// # Safety
    /// An exception is pending. A false marker would let a callback return `NULL` without an exception.
    #[inline]
    pub unsafe fn assume_set(ctx: &ThreadContext<'_>) -> Self {
        debug_assert!(c_api::error_occurred(ctx), "the C API returned an error without an exception");
        Self { _priv: PhantomData }
    }

    /// Swallow the pending exception. Not in the August text.
    pub fn clear(self, ctx: &ThreadContext<'_>) {
        c_api::clear_error(ctx);
    }

    /// Whether the pending exception is an instance of this type. Not in the August text.
    pub fn matches(&self, ctx: &ThreadContext<'_>, class: Borrowed<'_, '_, PyType>) -> bool {
        c_api::error_matches(ctx, class.ptr().as_ptr())
    }
}

impl std::fmt::Debug for PyErrRaised {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PyErrRaised")
    }
}

macro_rules! exceptions {
    ($($name:ident = $symbol:ident;)*) => {$(
        #[doc = concat!("The exception type `", stringify!($symbol), "`.")]
        #[derive(Clone, Copy)]
        pub struct $name;

        impl $name {
            /// Make the exception pending. Return the marker with `Err`.
            #[cold]
            pub fn raise(ctx: &ThreadContext<'_>, message: impl AsRef<str>) -> PyErrRaised {
                c_api::raise(ctx, $name::class(ctx).ptr(), message.as_ref())
            }

            /// The type itself.
            pub fn class<'py>(ctx: &ThreadContext<'py>) -> Borrowed<'static, 'py, PyType> {
                // SAFETY: the variable holds a type that lives as long as the interpreter.
                unsafe { c_api::static_type(ctx, cpython_sys::$symbol) }
            }
        }
    )*};
}

exceptions! {
    PyArithmeticError = PyExc_ArithmeticError;
    PyAssertionError = PyExc_AssertionError;
    PyAttributeError = PyExc_AttributeError;
    PyBufferError = PyExc_BufferError;
    PyDeprecationWarning = PyExc_DeprecationWarning;
    PyEOFError = PyExc_EOFError;
    PyException = PyExc_Exception;
    PyImportError = PyExc_ImportError;
    PyIndexError = PyExc_IndexError;
    PyKeyError = PyExc_KeyError;
    PyLookupError = PyExc_LookupError;
    PyMemoryError = PyExc_MemoryError;
    PyNotImplementedError = PyExc_NotImplementedError;
    PyOSError = PyExc_OSError;
    PyOverflowError = PyExc_OverflowError;
    PyRecursionError = PyExc_RecursionError;
    PyRuntimeError = PyExc_RuntimeError;
    PyStopIteration = PyExc_StopIteration;
    PySystemError = PyExc_SystemError;
    PyTypeError = PyExc_TypeError;
    PyUnicodeDecodeError = PyExc_UnicodeDecodeError;
    PyUnicodeEncodeError = PyExc_UnicodeEncodeError;
    PyValueError = PyExc_ValueError;
    PyZeroDivisionError = PyExc_ZeroDivisionError;
}

impl Py<PyType> {
    /// Make an exception of this type pending: for the types that a module makes itself.
    pub fn raise(&self, ctx: &ThreadContext<'_>, message: impl AsRef<str>) -> PyErrRaised {
        self.bind(ctx).raise(ctx, message)
    }
}

impl<'py> Borrowed<'_, 'py, PyType> {
    /// Make an exception of this type pending. `TypeError` if it is not an exception type.
    pub fn raise(self, ctx: &ThreadContext<'py>, message: impl AsRef<str>) -> PyErrRaised {
        c_api::raise(ctx, self.ptr(), message.as_ref())
    }
}

/// `TypeError: expected bytes, not int`
#[cold]
pub(crate) fn wrong_type(ctx: &ThreadContext<'_>, expected: &str, got: Borrowed<'_, '_, PyAny>) -> PyErrRaised {
    PyTypeError::raise(ctx, format!("expected {expected}, not {}", c_api::type_name(ctx, got)))
}
