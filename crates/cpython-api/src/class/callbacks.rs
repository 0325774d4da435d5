//! The bodies of the callbacks that `#[pymethods]` declares: methods, attributes, the constructor.

use std::ffi::c_int;
use std::ptr::NonNull;

use cpython_sys::{self as ffi, PyObject, PyTypeObject};

use super::PyClass;
use super::instance::{self, PyInstance};
use crate::boundary;
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::FromPyObject;
use crate::err::{PyAttributeError, PyErrRaised, PyResult};
use crate::function::{Arguments, ParamSpec, from_tuple_and_dict, from_vectorcall};
use crate::handle::{Borrowed, Bound};
use crate::module::type_state;
use crate::types::{PyAny, PyType};

/// The C signature of a method's trampoline.
pub type MethodTrampoline = unsafe extern "C" fn(
    slf: *mut PyObject,
    class: *mut PyTypeObject,
    arguments: *const *mut PyObject,
    count: usize,
    keywords: *mut PyObject,
) -> *mut PyObject;

/// The C signature of the trampoline of a class method or a static method.
pub type ClassMethodTrampoline = unsafe extern "C" fn(
    class: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut PyObject,
) -> *mut PyObject;

/// The C signature of a constructor's trampoline (`tp_new`).
pub type NewTrampoline =
    unsafe extern "C" fn(class: *mut PyTypeObject, arguments: *mut PyObject, keywords: *mut PyObject) -> *mut PyObject;

/// The object that a method was called on, and its payload.
pub struct Receiver<'a, 'py, C> {
    /// The object.
    pub object: Borrowed<'a, 'py, PyInstance<C>>,
    /// What is in it.
    pub payload: &'a C,
}

/// # Safety
/// `object` is a live object for `'a`.
#[inline]
unsafe fn receiver<'a, 'py, C: PyClass>(
    ctx: &ThreadContext<'py>,
    object: *mut PyObject,
) -> PyResult<Receiver<'a, 'py, C>> {
    // SAFETY: the caller's condition.
    let object: Borrowed<'a, 'py, PyAny> = unsafe { Borrowed::from_ptr(ctx, NonNull::new_unchecked(object)) };
    // CPython's descriptors check this as well; a callback reached in another way must not take our word for it.
    let object = object.cast::<PyInstance<C>>(ctx)?;
    Ok(Receiver { object, payload: object.payload(ctx)? })
}

/// With the object, its payload and the state of its module.
///
/// # Safety
/// `object` is a live object for `'a`.
#[inline]
pub(super) unsafe fn enter<'a, 'py, C: PyClass, R>(
    ctx: &mut ThreadContext<'py>,
    object: *mut PyObject,
    body: impl FnOnce(&mut ThreadContext<'py>, Receiver<'a, 'py, C>, &'a C::State) -> PyResult<R>,
) -> PyResult<R> {
    // SAFETY: the caller's condition; the receiver says of which class its type is.
    unsafe {
        let receiver = receiver::<C>(ctx, object)?;
        let state = type_state::<C::State>(ctx, ffi_type(receiver.object))?;
        body(ctx, receiver, state)
    }
}

/// The body of every method's trampoline.
///
/// # Safety
/// The arguments are those of a `METH_METHOD | METH_FASTCALL | METH_KEYWORDS` callback, made with an attached thread
/// state; `SLOTS` is the number of parameters of `spec`.
#[inline]
pub unsafe fn method<C: PyClass, const SLOTS: usize>(
    spec: &'static ParamSpec,
    body: impl for<'args, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'args, 'py, C>,
        &'args C::State,
        &Arguments<'args, 'py>,
    ) -> PyResult<Bound<'py, PyAny>>,
    slf: *mut PyObject,
    class: *mut PyTypeObject,
    arguments: *const *mut PyObject,
    count: usize,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition. The type belongs to a module with the class's state: a receiver of the class
    // says so, and its type is final.
    unsafe {
        boundary::object_callback(|ctx| {
            let receiver = receiver::<C>(ctx, slf)?;
            let state = type_state::<C::State>(ctx, class)?;
            from_vectorcall::<SLOTS>(ctx, spec, arguments, count, keywords, |ctx, arguments| {
                body(ctx, receiver, state, arguments)
            })
        })
    }
}

/// The body of the trampoline of every class method and static method. A C function that is static gets no receiver,
/// hence no way to its module's state: both get the class, and a static method's author does not see it.
///
/// # Safety
/// The arguments are those of a `METH_CLASS | METH_FASTCALL | METH_KEYWORDS` callback, made with an attached thread
/// state; `SLOTS` is the number of parameters of `spec`.
#[inline]
pub unsafe fn class_method<C: PyClass, const SLOTS: usize>(
    spec: &'static ParamSpec,
    body: impl for<'args, 'py> Fn(
        &mut ThreadContext<'py>,
        Borrowed<'args, 'py, PyType<C>>,
        &'args C::State,
        &Arguments<'args, 'py>,
    ) -> PyResult<Bound<'py, PyAny>>,
    class: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition. The type is checked to be of the class before its module's state is.
    unsafe {
        boundary::object_callback(|ctx| {
            let object: Borrowed<'_, '_, PyAny> = Borrowed::from_ptr(ctx, NonNull::new_unchecked(class));
            let of = object.cast::<PyType<C>>(ctx)?;
            let state = type_state::<C::State>(ctx, class.cast())?;
            from_vectorcall::<SLOTS>(ctx, spec, arguments, count as usize, keywords, |ctx, arguments| {
                body(ctx, of, state, arguments)
            })
        })
    }
}

/// What a constructor may return: the payload, or a `PyResult` of it.
#[diagnostic::on_unimplemented(
    message = "a constructor of `{C}` cannot return `{Self}`",
    label = "return `Self` or `PyResult<Self>`"
)]
pub trait NewOutput<C> {
    #[doc(hidden)]
    fn into_payload(self) -> PyResult<C>;
}

impl<C> NewOutput<C> for C {
    fn into_payload(self) -> PyResult<C> {
        Ok(self)
    }
}

impl<C> NewOutput<C> for PyResult<C> {
    fn into_payload(self) -> PyResult<C> {
        self
    }
}

/// The body of every constructor's trampoline.
///
/// # Safety
/// The arguments are those of a `tp_new` callback of the class, made with an attached thread state; `SLOTS` is the
/// number of parameters of `spec`.
#[inline]
pub unsafe fn constructor<C: PyClass, const SLOTS: usize>(
    spec: &'static ParamSpec,
    body: impl for<'args, 'py> Fn(&mut ThreadContext<'py>, &'args C::State, &Arguments<'args, 'py>) -> PyResult<C>,
    class: *mut PyTypeObject,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition. A final type has no subclass that could come here in its place; the check says
    // so again.
    unsafe {
        boundary::object_callback(|ctx| {
            let object: Borrowed<'_, '_, PyAny> = Borrowed::from_ptr(ctx, NonNull::new_unchecked(class.cast()));
            let of = object.cast::<PyType<C>>(ctx)?;
            let state = type_state::<C::State>(ctx, class)?;
            let payload = from_tuple_and_dict::<SLOTS, C>(ctx, spec, arguments, keywords, |ctx, arguments| {
                body(ctx, state, arguments)
            })?;
            instance::new_instance(ctx, of, payload).map(Bound::into_any)
        })
    }
}

/// The body of every getter's trampoline.
///
/// # Safety
/// `slf` is the object of a `getter` callback, made with an attached thread state.
#[inline]
pub unsafe fn getter<C: PyClass>(
    body: impl for<'args, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'args, 'py, C>,
        &'args C::State,
    ) -> PyResult<Bound<'py, PyAny>>,
    slf: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition; the receiver says of which class its type is.
    unsafe { boundary::object_callback(|ctx| enter(ctx, slf, body)) }
}

/// The body of every setter's trampoline. Deleting is an `AttributeError`.
///
/// # Safety
/// `slf` and `value` are those of a `setter` callback, made with an attached thread state.
#[inline]
pub unsafe fn setter<C: PyClass>(
    name: &'static str,
    body: impl for<'args, 'py> Fn(
        &mut ThreadContext<'py>,
        Receiver<'args, 'py, C>,
        &'args C::State,
        Borrowed<'args, 'py, PyAny>,
    ) -> PyResult<()>,
    slf: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's condition; the receiver says of which class its type is.
    unsafe {
        boundary::status_callback(|ctx| {
            enter(ctx, slf, |ctx, receiver, state| {
                let Some(value) = NonNull::new(value) else {
                    return Err(PyAttributeError::raise(ctx, format!("attribute '{name}' cannot be deleted")));
                };
                body(ctx, receiver, state, Borrowed::from_ptr(ctx, value))
            })
        })
    }
}

fn ffi_type<C>(object: Borrowed<'_, '_, PyInstance<C>>) -> *mut PyTypeObject {
    c_api::class_of(object.as_any()).as_ptr()
}

/// What a setter may return: nothing, or a `PyResult` of it.
#[diagnostic::on_unimplemented(
    message = "a setter cannot return `{Self}`",
    label = "return nothing, or `PyResult<()>`"
)]
pub trait SetterOutput {
    #[doc(hidden)]
    fn into_status(self) -> PyResult<()>;
}

impl SetterOutput for () {
    fn into_status(self) -> PyResult<()> {
        Ok(())
    }
}

impl SetterOutput for PyResult<()> {
    fn into_status(self) -> PyResult<()> {
        self
    }
}

/// The value of a setter: a `TypeError` names the attribute.
#[doc(hidden)]
pub fn set_value<'a, 'py, T: FromPyObject<'a, 'py>>(
    ctx: &ThreadContext<'py>,
    name: &'static str,
    value: Borrowed<'a, 'py, PyAny>,
) -> PyResult<T> {
    T::extract(ctx, value)
        .map_err(|error: PyErrRaised| c_api::prefix_type_error(ctx, &format!("attribute '{name}'"), error))
}
