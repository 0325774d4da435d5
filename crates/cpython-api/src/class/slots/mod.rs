//! Special methods in slots of the type: the row of a definition, and the body of each kind of callback. Ours, not in
//! the August text.

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ptr::NonNull;

use cpython_sys::{self as ffi, Py_ssize_t, PyObject};

use super::PyClass;
use super::callbacks::{Receiver, enter};
use crate::boundary;
use crate::c_api::{self, type_slot};
use crate::context::ThreadContext;
use crate::convert::FromPyObject;
use crate::err::{PyOverflowError, PyResult, PyTypeError};
use crate::function::{Arguments, ParamSpec, from_tuple_and_dict};
use crate::handle::{Borrowed, Bound};
use crate::types::PyAny;

pub mod output;

/// A slot of the class `C`, filled.
pub struct ClassSlotDef<C> {
    slot: u32,
    function: *const c_void,
    _class: PhantomData<fn() -> C>,
}

// SAFETY: the pointer is to code.
unsafe impl<C> Sync for ClassSlotDef<C> {}

impl<C> ClassSlotDef<C> {
    pub(super) fn row(&self) -> ffi::PyType_Slot {
        type_slot(self.slot, self.function.cast_mut())
    }
}

/// One constructor for each slot, so that the function's C signature is the slot's.
macro_rules! constructors {
    ($($name:ident($function:ty) => $slot:ident;)*) => {
        impl<C> ClassSlotDef<C> {$(
            #[doc = concat!("`", stringify!($slot), "`, for the code that `#[pymethods]` writes.")]
            ///
            /// # Safety
            /// The function does what that of this module for the slot does, for the class `C`.
            #[doc(hidden)]
            pub const unsafe fn $name(function: $function) -> Self {
                Self { slot: ffi::$slot as u32, function: function as *const c_void, _class: PhantomData }
            }
        )*}
    };
}

type Unary = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
type Binary = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;

constructors! {
    repr(Unary) => Py_tp_repr;
    str(Unary) => Py_tp_str;
    iter(Unary) => Py_tp_iter;
    next(Unary) => Py_tp_iternext;
    length(unsafe extern "C" fn(*mut PyObject) -> Py_ssize_t) => Py_sq_length;
    hash(unsafe extern "C" fn(*mut PyObject) -> Py_ssize_t) => Py_tp_hash;
    contains(unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int) => Py_sq_contains;
    item(Binary) => Py_mp_subscript;
    call(unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject) => Py_tp_call;
    compare(unsafe extern "C" fn(*mut PyObject, *mut PyObject, c_int) -> *mut PyObject) => Py_tp_richcompare;
}

/// `__repr__`, `__str__`, `__iter__`: an object.
///
/// # Safety
/// `slf` is the object of such a callback, made with an attached thread state.
pub unsafe fn object<C: PyClass>(
    body: impl for<'a, 'py> Fn(&mut ThreadContext<'py>, Receiver<'a, 'py, C>, &'a C::State) -> PyResult<Bound<'py, PyAny>>,
    slf: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe { boundary::object_callback(|ctx| enter(ctx, slf, body)) }
}

/// `__next__`: an object, or the end, which is null without an exception.
///
/// # Safety
/// As `object`.
pub unsafe fn next<C: PyClass>(
    body: impl for<'a, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'a, 'py, C>,
        &'a C::State,
    ) -> PyResult<Option<Bound<'py, PyAny>>>,
    slf: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe { boundary::optional_callback(|ctx| enter(ctx, slf, body)) }
}

/// `__len__`: a size that C's type holds.
///
/// # Safety
/// As `object`.
pub unsafe fn length<C: PyClass>(
    body: impl for<'a, 'py> Fn(&mut ThreadContext<'py>, Receiver<'a, 'py, C>, &'a C::State) -> PyResult<usize>,
    slf: *mut PyObject,
) -> Py_ssize_t {
    // SAFETY: the caller's condition.
    unsafe {
        boundary::number_callback(-1, |ctx| {
            let length = enter(ctx, slf, body)?;
            let fits = Py_ssize_t::try_from(length);
            fits.map_err(|_| PyOverflowError::raise(ctx, "cannot fit the length into an index-sized integer"))
        })
    }
}

/// `__hash__`: any number but -1, which says that there is an exception.
///
/// # Safety
/// As `object`.
pub unsafe fn hash<C: PyClass>(
    body: impl for<'a, 'py> Fn(&mut ThreadContext<'py>, Receiver<'a, 'py, C>, &'a C::State) -> PyResult<isize>,
    slf: *mut PyObject,
) -> Py_ssize_t {
    // SAFETY: the caller's condition.
    unsafe { boundary::number_callback(-1, |ctx| enter(ctx, slf, body).map(|hash| if hash == -1 { -2 } else { hash })) }
}

/// What every object has for a hash: for a class with an order and no `==`. C gives one with any comparison none.
///
/// # Safety
/// A thread state is attached; `slf` is a live object.
pub unsafe extern "C" fn identity_hash(slf: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller's condition.
    unsafe { c_api::identity_hash(slf) }
}

/// `__getitem__`: an object for a key.
///
/// # Safety
/// `slf` and `argument` are those of such a callback, made with an attached thread state.
pub unsafe fn item<C: PyClass>(
    body: impl for<'a, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'a, 'py, C>,
        &'a C::State,
        Borrowed<'a, 'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>>,
    slf: *mut PyObject,
    argument: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe { boundary::object_callback(|ctx| with_argument(ctx, slf, argument, body)) }
}

/// `__contains__`: whether.
///
/// # Safety
/// As `item`.
pub unsafe fn contains<C: PyClass>(
    body: impl for<'a, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'a, 'py, C>,
        &'a C::State,
        Borrowed<'a, 'py, PyAny>,
    ) -> PyResult<bool>,
    slf: *mut PyObject,
    argument: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's condition.
    unsafe { boundary::number_callback(-1, |ctx| with_argument(ctx, slf, argument, body).map(c_int::from)) }
}

/// Which of the six.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparison {
    fn of(number: c_int) -> Option<Self> {
        Some(match u32::try_from(number).ok()? {
            ffi::Py_LT => Self::Lt,
            ffi::Py_LE => Self::Le,
            ffi::Py_EQ => Self::Eq,
            ffi::Py_NE => Self::Ne,
            ffi::Py_GT => Self::Gt,
            ffi::Py_GE => Self::Ge,
            _ => return None,
        })
    }
}

/// The comparisons: `NotImplemented` where the class has none with such an object.
///
/// # Safety
/// The arguments are those of a `tp_richcompare` callback, made with an attached thread state.
pub unsafe fn compare<C: PyClass>(
    body: impl for<'a, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'a, 'py, C>,
        &'a C::State,
        Borrowed<'a, 'py, PyAny>,
        Comparison,
    ) -> PyResult<Option<bool>>,
    slf: *mut PyObject,
    other: *mut PyObject,
    comparison: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe {
        boundary::object_callback(|ctx| {
            let Some(comparison) = Comparison::of(comparison) else { return Ok(c_api::not_implemented(ctx)) };
            let answer = with_argument(ctx, slf, other, |ctx, receiver, state, other| {
                body(ctx, receiver, state, other, comparison)
            })?;
            Ok(answer.map_or_else(|| c_api::not_implemented(ctx), |answer| c_api::bool_from(ctx, answer)))
        })
    }
}

/// `__call__`: the arguments as of a constructor.
///
/// # Safety
/// The arguments are those of a `tp_call` callback, made with an attached thread state; `SLOTS` is the number of
/// parameters of `spec`.
pub unsafe fn call<C: PyClass, const SLOTS: usize>(
    spec: &'static ParamSpec,
    body: impl for<'a, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'a, 'py, C>,
        &'a C::State,
        &Arguments<'a, 'py>,
    ) -> PyResult<Bound<'py, PyAny>>,
    slf: *mut PyObject,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe {
        boundary::object_callback(|ctx| {
            enter(ctx, slf, |ctx, receiver, state| {
                from_tuple_and_dict::<SLOTS, _>(ctx, spec, arguments, keywords, |ctx, arguments| {
                    body(ctx, receiver, state, arguments)
                })
            })
        })
    }
}

/// # Safety
/// `slf` and `argument` are live objects for `'a`.
unsafe fn with_argument<'a, 'py, C: PyClass, R>(
    ctx: &mut ThreadContext<'py>,
    slf: *mut PyObject,
    argument: *mut PyObject,
    body: impl FnOnce(&mut ThreadContext<'py>, Receiver<'a, 'py, C>, &'a C::State, Borrowed<'a, 'py, PyAny>) -> PyResult<R>,
) -> PyResult<R> {
    // SAFETY: the caller's condition.
    unsafe {
        enter(ctx, slf, |ctx, receiver, state| {
            let argument = Borrowed::from_ptr(ctx, NonNull::new_unchecked(argument));
            body(ctx, receiver, state, argument)
        })
    }
}

/// The argument of a special method: a `TypeError` names it.
pub fn argument<'a, 'py, T: FromPyObject<'a, 'py>>(
    ctx: &ThreadContext<'py>,
    method: &'static str,
    name: &'static str,
    value: Borrowed<'a, 'py, PyAny>,
) -> PyResult<T> {
    let named = |error| c_api::prefix_type_error(ctx, &format!("{method}() argument '{name}'"), error);
    T::extract(ctx, value).map_err(named)
}

/// What an object is compared with; `None` if it is of no type that the class compares itself with.
pub fn comparable<'a, 'py, T: FromPyObject<'a, 'py>>(
    ctx: &ThreadContext<'py>,
    value: Borrowed<'a, 'py, PyAny>,
) -> PyResult<Option<T>> {
    match T::extract(ctx, value) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.matches(ctx, PyTypeError::class(ctx)) => {
            error.clear(ctx);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
