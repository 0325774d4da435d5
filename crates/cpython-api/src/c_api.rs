//! Every call of a C function. A safe function here that may touch Python takes a context; one without says why.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{NonNull, null_mut};

use cpython_sys as ffi;
use ffi::{Py_ssize_t, PyObject, PyThreadState};

use crate::context::ThreadContext;
use crate::err::{PyErrRaised, PyResult};
use crate::handle::{Borrowed, Bound};
use crate::types::{PyAny, PyBytes, PyDict, PyList, PyModule, PyStr, PyTuple, PyType};

type Ctx<'c, 'py> = &'c ThreadContext<'py>;
type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

// ---- thread state -------------------------------------------------------------------------------------------------

/// # Safety
/// A thread state is attached. (Otherwise CPython ends the process with a message.)
#[inline]
pub(crate) unsafe fn current_attached_tstate() -> NonNull<PyThreadState> {
    // SAFETY: the caller's condition. The C function never returns null.
    unsafe { NonNull::new_unchecked(ffi::PyThreadState_Get()) }
}

/// Whether this OS thread has an attached thread state.
///
/// Free of the thread state: it reads a thread-local, or compares two pointers. May be called at any time.
#[inline]
pub(crate) fn is_attached() -> bool {
    // SAFETY: may be called without a thread state; that is what it is for.
    #[cfg(Py_3_13)]
    let attached = unsafe { !ffi::PyThreadState_GetUnchecked().is_null() };
    // SAFETY: as above. The name it had in 3.12, where the current state is a thread-local.
    #[cfg(all(Py_3_12, not(Py_3_13)))]
    let attached = unsafe { !ffi::_PyThreadState_UncheckedGet().is_null() };
    // SAFETY: as above. In 3.11 the current state is one variable of the process: on a detached thread it holds the
    // state of whoever runs. The thread's own state, kept in a thread-local, tells whether that is us.
    #[cfg(not(Py_3_12))]
    let attached = unsafe {
        let current = ffi::_PyThreadState_UncheckedGet();
        !current.is_null() && current == ffi::PyGILState_GetThisThreadState()
    };
    attached
}

/// # Safety
/// A thread state is attached, and nothing that relies on that is used before `restore_thread`.
pub(crate) unsafe fn save_thread() -> *mut PyThreadState {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyEval_SaveThread() }
}

/// # Safety
/// `tstate` was detached from this OS thread by `save_thread`.
pub(crate) unsafe fn restore_thread(tstate: NonNull<PyThreadState>) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyEval_RestoreThread(tstate.as_ptr()) }
}

/// What `PyThreadState_GetID` returns, read from the field: every entry compares it.
///
/// # Safety
/// `tstate` is alive.
#[inline]
pub(crate) unsafe fn tstate_id(tstate: NonNull<PyThreadState>) -> u64 {
    // SAFETY: the caller's condition; the field never changes.
    unsafe { (*tstate.as_ptr()).id }
}

/// Whether the current interpreter is the main one.
pub(crate) fn in_main_interpreter(_ctx: Ctx) -> bool {
    // SAFETY: attached; both functions return a pointer and take nothing.
    unsafe { ffi::PyInterpreterState_Get() == ffi::PyInterpreterState_Main() }
}

/// The pointer that the interpreter's own dict holds in a capsule called `name`; put there by the first caller.
pub(crate) fn share_capsule(
    ctx: Ctx,
    name: &'static CStr,
    make: impl FnOnce() -> *mut c_void,
) -> PyResult<*mut c_void> {
    // SAFETY: attached. The dict is borrowed from the interpreter, which outlives every module; null without an
    // exception when the interpreter has none.
    let dict = unsafe { ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get()) };
    if dict.is_null() {
        return Err(crate::err::PySystemError::raise(ctx, "the interpreter has no dict for the capsule"));
    }
    // SAFETY: `dict` is a dict, and the name ends in a NUL.
    let mut found = unsafe { ffi::PyDict_GetItemString(dict, name.as_ptr()) };
    if found.is_null() {
        // SAFETY: the name is `'static`, as a capsule needs.
        let capsule: Bound<'_, PyAny> = unsafe { owned(ctx, ffi::PyCapsule_New(make(), name.as_ptr(), None)) }?;
        let key = str_from(ctx, &name.to_string_lossy())?;
        // SAFETY: a dict, a key, a value. Borrowed back: ours, or what another thread put there a moment before.
        found = unsafe { ffi::PyDict_SetDefault(dict, key.ptr().as_ptr(), capsule.ptr().as_ptr()) };
    }
    if found.is_null() {
        return Err(raised(ctx));
    }
    // SAFETY: borrowed from the dict, which never lets go of it.
    let pointer = unsafe { ffi::PyCapsule_GetPointer(found, name.as_ptr()) };
    if pointer.is_null() { Err(raised(ctx)) } else { Ok(pointer) }
}

// ---- references and results ---------------------------------------------------------------------------------------

#[inline]
pub(crate) fn incref(_ctx: Ctx, object: NonNull<PyObject>) {
    // SAFETY: attached; handles hold live objects only.
    unsafe { ffi::Py_INCREF(object.as_ptr()) }
}

#[inline]
pub(crate) fn decref(_ctx: Ctx, object: NonNull<PyObject>) {
    // SAFETY: attached; the caller took the pointer out of an owning handle.
    unsafe { ffi::Py_DECREF(object.as_ptr()) }
}

/// # Safety
/// A thread state is attached, and the caller owns the reference.
#[inline]
pub(crate) unsafe fn decref_attached(object: NonNull<PyObject>) {
    // SAFETY: the caller's conditions.
    unsafe { ffi::Py_DECREF(object.as_ptr()) }
}

/// A new reference from C, or the exception that came instead.
///
/// # Safety
/// `ptr` is a new reference to an object of type `T`, or null with an exception pending.
#[inline]
pub(crate) unsafe fn owned<'py, T>(ctx: Ctx<'_, 'py>, ptr: *mut PyObject) -> PyResult<Bound<'py, T>> {
    match NonNull::new(ptr) {
        // SAFETY: the caller's condition.
        Some(ptr) => Ok(unsafe { Bound::from_owned_ptr(ctx, ptr) }),
        None => Err(raised(ctx)),
    }
}

/// A status of C: negative with an exception pending, or not.
#[inline]
fn status(ctx: Ctx, status: c_int) -> PyResult<c_int> {
    if status < 0 { Err(raised(ctx)) } else { Ok(status) }
}

/// The marker after a C function that reports failure by an exception.
#[cold]
fn raised(ctx: Ctx) -> PyErrRaised {
    // SAFETY: private, and called only where the C API documents an exception for this result.
    unsafe { PyErrRaised::assume_set(ctx) }
}

/// # Safety
/// `class` is a type that lives as long as the interpreter.
#[inline]
pub(crate) unsafe fn static_type<'py>(ctx: Ctx<'_, 'py>, class: *mut PyObject) -> Borrowed<'static, 'py, PyType> {
    // SAFETY: the caller's condition; a type is never null after start-up.
    unsafe { Borrowed::from_ptr(ctx, NonNull::new_unchecked(class)) }
}

// ---- exceptions ---------------------------------------------------------------------------------------------------

/// Whether an exception is pending. A field of the thread state, which the context has at hand: `PyErr_Occurred`
/// would look the state up again, and every callback asks.
#[inline]
pub(crate) fn error_occurred(ctx: Ctx) -> bool {
    let state = ctx.as_ptr();
    // SAFETY: the state is attached, so alive, and its exception is changed by this thread alone.
    #[cfg(Py_3_12)]
    let pending = unsafe { (*state).current_exception };
    // SAFETY: as above.
    #[cfg(not(Py_3_12))]
    let pending = unsafe { (*state).curexc_type };
    !pending.is_null()
}

pub(crate) fn clear_error(_ctx: Ctx) {
    // SAFETY: attached.
    unsafe { ffi::PyErr_Clear() }
}

pub(crate) fn error_matches(ctx: Ctx, class: *mut PyObject) -> bool {
    // SAFETY: attached, with an exception pending (else the function would read null), and `class` is alive.
    error_occurred(ctx) && unsafe { ffi::PyErr_ExceptionMatches(class) != 0 }
}

#[cold]
pub(crate) fn raise(ctx: Ctx, class: NonNull<PyObject>, message: &str) -> PyErrRaised {
    if let Ok(text) = str_from(ctx, message) {
        // SAFETY: attached; a live type (the function itself checks that it is an exception) and a live text.
        unsafe { ffi::PyErr_SetObject(class.as_ptr(), text.ptr().as_ptr()) };
    }
    raised(ctx)
}

/// `SystemError` with a fixed text, for the boundary: it runs no code of a user and does not unwind.
///
/// # Safety
/// A thread state is attached.
#[cold]
pub(crate) unsafe fn set_system_error(message: &CStr) {
    // SAFETY: the caller's condition; the variable holds a type that lives as long as the interpreter.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_SystemError, message.as_ptr()) }
}

/// `SystemError` with a text made at run time. Falls back to what the failure itself raises (`MemoryError`).
///
/// # Safety
/// A thread state is attached.
#[cold]
pub(crate) unsafe fn set_system_error_text(message: &str) {
    // SAFETY: the caller's condition. The text is decoded with `replace`, which fails for lack of memory only.
    unsafe {
        let text = ffi::PyUnicode_DecodeUTF8(message.as_ptr().cast(), message.len() as Py_ssize_t, c"replace".as_ptr());
        if !text.is_null() {
            ffi::PyErr_SetObject(ffi::PyExc_SystemError, text);
            ffi::Py_DECREF(text);
        }
    }
}

/// Hand the pending exception to `sys.unraisablehook`: for callbacks that cannot raise.
///
/// # Safety
/// A thread state is attached; `object` is alive or null.
#[cold]
pub(crate) unsafe fn write_unraisable(object: *mut PyObject) {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyErr_WriteUnraisable(object) }
}

/// Set the pending exception aside while `f` runs, and put it back.
///
/// # Safety
/// A thread state is attached.
pub(crate) unsafe fn with_error_saved<R>(f: impl FnOnce() -> R) -> R {
    #[cfg(Py_3_12)]
    {
        // SAFETY: the caller's condition; the reference that the first call gives is what the second takes.
        let saved = unsafe { ffi::PyErr_GetRaisedException() };
        let result = f();
        // SAFETY: as above.
        unsafe { ffi::PyErr_SetRaisedException(saved) };
        result
    }
    #[cfg(not(Py_3_12))]
    {
        let (mut class, mut value, mut trace) = (null_mut(), null_mut(), null_mut());
        // SAFETY: the caller's condition; the references that the first call gives are what the second takes.
        unsafe { ffi::PyErr_Fetch(&mut class, &mut value, &mut trace) };
        let result = f();
        // SAFETY: as above.
        unsafe { ffi::PyErr_Restore(class, value, trace) };
        result
    }
}

/// Take the pending exception.
#[cfg(Py_3_12)]
fn take_raised<'py>(ctx: Ctx<'_, 'py>, _error: PyErrRaised) -> Option<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null.
    let value = unsafe { ffi::PyErr_GetRaisedException() };
    // SAFETY: a new reference.
    NonNull::new(value).map(|value| unsafe { Bound::from_owned_ptr(ctx, value) })
}

/// Take the pending exception.
#[cfg(not(Py_3_12))]
fn take_raised<'py>(ctx: Ctx<'_, 'py>, _error: PyErrRaised) -> Option<Bound<'py, PyAny>> {
    let (mut class, mut value, mut trace) = (null_mut(), null_mut(), null_mut());
    // SAFETY: attached; the three references are ours afterwards, and normalising keeps them so.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut value, &mut trace);
        ffi::PyErr_NormalizeException(&mut class, &mut value, &mut trace);
        ffi::Py_XDECREF(class);
        ffi::Py_XDECREF(trace);
    }
    // SAFETY: a new reference.
    NonNull::new(value).map(|value| unsafe { Bound::from_owned_ptr(ctx, value) })
}

/// `TypeError: prefix: message` instead of `TypeError: message`. Subclasses and other types stay as they are.
#[cold]
pub(crate) fn prefix_type_error(ctx: Ctx, prefix: &str, error: PyErrRaised) -> PyErrRaised {
    // SAFETY: attached; the variable holds a type.
    let class = unsafe { ffi::PyExc_TypeError };
    if !error_matches(ctx, class) {
        return error;
    }
    let Some(value) = take_raised(ctx, error) else {
        return crate::err::PyTypeError::raise(ctx, prefix);
    };
    let text = to_str(ctx, value.as_borrowed());
    match text.and_then(|text| text.to_str(ctx).map(|text| format!("{prefix}: {text}"))) {
        Ok(text) => crate::err::PyTypeError::raise(ctx, text),
        Err(error) => error,
    }
}

// ---- any object ---------------------------------------------------------------------------------------------------

/// `tp_name` without the module: `int`, `dict_keys`.
pub(crate) fn type_name(ctx: Ctx, object: Object) -> String {
    // SAFETY: attached; the object and so its type are alive.
    let name = unsafe { owned::<PyStr>(ctx, ffi::PyType_GetName(ffi::Py_TYPE(object.ptr().as_ptr()))) };
    match name.and_then(|name| str_as_utf8(ctx, name.as_borrowed()).map(str::to_owned)) {
        Ok(name) => name,
        Err(error) => {
            error.clear(ctx);
            "object".to_owned()
        }
    }
}

macro_rules! type_checks {
    ($($name:ident => $check:ident;)*) => {$(
        /// Free of the thread state: reads flags or compares the type of a live object.
        #[inline]
        pub(crate) fn $name(object: Object) -> bool {
            // SAFETY: handles hold live objects only.
            unsafe { ffi::$check(object.ptr().as_ptr()) }
        }
    )*};
}

type_checks! {
    is_bytes => PyBytes_Check;
    is_int => PyLong_Check;
    is_float => PyFloat_Check;
    is_bool => PyBool_Check;
    is_str => PyUnicode_Check;
    is_list => PyList_Check;
    is_tuple => PyTuple_Check;
    is_dict => PyDict_Check;
    is_module => PyModule_Check;
    is_type => PyType_Check;
}

/// Free of the thread state: compares pointers.
#[inline]
pub(crate) fn is_none(object: Object) -> bool {
    object.ptr().as_ptr() == ffi::Py_None()
}

pub(crate) fn none<'py>(ctx: Ctx<'_, 'py>) -> Bound<'py, PyAny> {
    // SAFETY: attached; `Py_NewNone` gives a new reference and never null.
    unsafe { Bound::from_owned_ptr(ctx, NonNull::new_unchecked(ffi::Py_NewNone())) }
}

pub(crate) fn bool_from<'py>(ctx: Ctx<'_, 'py>, value: bool) -> Bound<'py, PyAny> {
    // SAFETY: attached; gives a new reference and never null.
    unsafe { Bound::from_owned_ptr(ctx, NonNull::new_unchecked(ffi::PyBool_FromLong(value.into()))) }
}

pub(crate) fn is_true(ctx: Ctx, object: Object) -> PyResult<bool> {
    // SAFETY: attached, a live object; -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_IsTrue(object.ptr().as_ptr()) }).map(|truth| truth != 0)
}

/// A name for attribute access. Interned: the type's cache goes by the address of the name, and a new object for each
/// access would fill it.
fn attribute_name<'py>(ctx: Ctx<'_, 'py>, name: &str) -> PyResult<Bound<'py, PyStr>> {
    let mut name = str_from(ctx, name)?.into_ptr().as_ptr();
    // SAFETY: attached; the reference goes in, and one to the interned text comes back. Never null.
    unsafe {
        ffi::PyUnicode_InternInPlace(&mut name);
        owned(ctx, name)
    }
}

pub(crate) fn getattr<'py>(ctx: Ctx<'_, 'py>, object: Object, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let name = attribute_name(ctx, name)?;
    // SAFETY: attached, live objects; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyObject_GetAttr(object.ptr().as_ptr(), name.ptr().as_ptr())) }
}

pub(crate) fn setattr(ctx: Ctx, object: Object, name: &str, value: Object) -> PyResult<()> {
    let name = attribute_name(ctx, name)?;
    // SAFETY: attached, live objects; -1 with an exception.
    status(ctx, unsafe { ffi::PyObject_SetAttr(object.ptr().as_ptr(), name.ptr().as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn call<'py>(ctx: Ctx<'_, 'py>, callable: Object, arguments: &[Object]) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; `Borrowed` is a transparent pointer to a live object, so the slice is an array of them. The
    // callee may not write to it: the offset flag is not set.
    unsafe {
        let array = arguments.as_ptr().cast::<*mut PyObject>();
        owned(ctx, ffi::PyObject_Vectorcall(callable.ptr().as_ptr(), array, arguments.len(), null_mut()))
    }
}

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident -> $class:ty = $function:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name<'py>(ctx: Ctx<'_, 'py>, object: Object) -> PyResult<Bound<'py, $class>> {
            // SAFETY: attached, a live object; a new reference of this type, or null with an exception.
            unsafe { owned(ctx, ffi::$function(object.ptr().as_ptr())) }
        }
    )*};
}

unary! {
    repr -> PyStr = PyObject_Repr;
    to_str -> PyStr = PyObject_Str;
    index -> PyAny = PyNumber_Index;
    iter -> PyAny = PyObject_GetIter;
}

/// The next item of an iterator, `None` at its end.
pub(crate) fn next<'py>(ctx: Ctx<'_, 'py>, iterator: Object) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: attached; the callers pass what `PyObject_GetIter` returned.
    match NonNull::new(unsafe { ffi::PyIter_Next(iterator.ptr().as_ptr()) }) {
        // SAFETY: a new reference.
        Some(item) => Ok(Some(unsafe { Bound::from_owned_ptr(ctx, item) })),
        None if error_occurred(ctx) => Err(raised(ctx)),
        None => Ok(None),
    }
}

pub(crate) fn length(ctx: Ctx, object: Object) -> PyResult<usize> {
    // SAFETY: attached, a live object; -1 with an exception.
    let length = unsafe { ffi::PyObject_Size(object.ptr().as_ptr()) };
    usize::try_from(length).map_err(|_| raised(ctx))
}

pub(crate) fn get_item<'py>(ctx: Ctx<'_, 'py>, object: Object, key: Object) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, live objects; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyObject_GetItem(object.ptr().as_ptr(), key.ptr().as_ptr())) }
}

pub(crate) fn is_equal(ctx: Ctx, left: Object, right: Object) -> PyResult<bool> {
    // SAFETY: attached, live objects; -1 with an exception.
    let equal =
        unsafe { ffi::PyObject_RichCompareBool(left.ptr().as_ptr(), right.ptr().as_ptr(), ffi::Py_EQ as c_int) };
    status(ctx, equal).map(|equal| equal != 0)
}

// ---- numbers ------------------------------------------------------------------------------------------------------

pub(crate) fn int_from_i64<'py>(ctx: Ctx<'_, 'py>, value: i64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyLong_FromLongLong(value)) }
}

pub(crate) fn int_from_u64<'py>(ctx: Ctx<'_, 'py>, value: u64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyLong_FromUnsignedLongLong(value)) }
}

/// Through `__index__`. `OverflowError` outside the range.
pub(crate) fn int_as_i64(ctx: Ctx, object: Object) -> PyResult<i64> {
    // SAFETY: attached, a live object. -1 is also a value, so the exception decides.
    let value = unsafe { ffi::PyLong_AsLongLong(object.ptr().as_ptr()) };
    if value == -1 && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}

/// Through `__index__`. `OverflowError` outside the range.
pub(crate) fn int_as_u64(ctx: Ctx, object: Object) -> PyResult<u64> {
    if !is_int(object) {
        let number = index(ctx, object)?;
        return int_as_u64(ctx, number.as_borrowed());
    }
    // SAFETY: attached, a live int. The largest value is also the sentinel, so the exception decides.
    let value = unsafe { ffi::PyLong_AsUnsignedLongLong(object.ptr().as_ptr()) };
    if value == u64::MAX && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}

pub(crate) fn float_from<'py>(ctx: Ctx<'_, 'py>, value: f64) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyFloat_FromDouble(value)) }
}

pub(crate) fn float_as_f64(ctx: Ctx, object: Object) -> PyResult<f64> {
    // SAFETY: attached, a live object. -1.0 is also a value, so the exception decides.
    let value = unsafe { ffi::PyFloat_AsDouble(object.ptr().as_ptr()) };
    if value == -1.0 && error_occurred(ctx) { Err(raised(ctx)) } else { Ok(value) }
}

// ---- str and bytes ------------------------------------------------------------------------------------------------

/// A length as C has it. No allocation of Rust is longer than `isize::MAX`, so this fails for no slice.
fn c_size(length: usize) -> Py_ssize_t {
    Py_ssize_t::try_from(length).unwrap_or(Py_ssize_t::MAX)
}

pub(crate) fn str_from<'py>(ctx: Ctx<'_, 'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
    // SAFETY: attached; pointer and length are those of one slice. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), c_size(text.len()))) }
}

/// The UTF-8 text that the object keeps for as long as it lives. `UnicodeEncodeError` for a lone surrogate.
pub(crate) fn str_as_utf8<'a>(ctx: Ctx, object: Borrowed<'a, '_, PyStr>) -> PyResult<&'a str> {
    let mut length: Py_ssize_t = 0;
    // SAFETY: attached, a live str.
    let text = unsafe { ffi::PyUnicode_AsUTF8AndSize(object.ptr().as_ptr(), &mut length) };
    if text.is_null() {
        return Err(raised(ctx));
    }
    // SAFETY: CPython wrote `length` bytes of UTF-8 there, keeps them unchanged while the object lives, and the owner
    // keeps it alive for `'a`.
    Ok(unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(text.cast(), length as usize)) })
}

pub(crate) fn bytes_from<'py>(ctx: Ctx<'_, 'py>, content: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    // SAFETY: attached; pointer and length are those of one slice. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyBytes_FromStringAndSize(content.as_ptr().cast(), c_size(content.len()))) }
}

/// An object whose content is not written yet. `MemoryError` (or `OverflowError`) when it would be too large.
pub(crate) fn bytes_uninit<'py>(ctx: Ctx<'_, 'py>, length: usize) -> PyResult<Bound<'py, PyBytes>> {
    // SAFETY: attached; null asks for uninitialised content. A new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyBytes_FromStringAndSize(std::ptr::null(), c_size(length))) }
}

/// Where the content starts. Free of the thread state: a field of a live object.
#[inline]
pub(crate) fn bytes_data(object: Borrowed<'_, '_, PyBytes>) -> *mut c_char {
    let object = object.ptr().as_ptr().cast::<ffi::PyBytesObject>();
    // SAFETY: the marker says that the object is a bytes object; taking the address of a field reads nothing.
    unsafe { (&raw mut (*object).ob_sval).cast() }
}

/// The content, which never changes while the object lives. Free of the thread state: two fields of a live object.
#[inline]
pub(crate) fn bytes_content<'a>(object: Borrowed<'a, '_, PyBytes>) -> &'a [u8] {
    let head = object.ptr().as_ptr().cast::<ffi::PyVarObject>();
    // SAFETY: the marker says that the object is a bytes object, `ob_size` bytes long, alive for `'a`.
    unsafe { std::slice::from_raw_parts(bytes_data(object).cast(), (*head).ob_size as usize) }
}

// ---- list, tuple, dict --------------------------------------------------------------------------------------------

pub(crate) fn list_new<'py>(ctx: Ctx<'_, 'py>) -> PyResult<Bound<'py, PyList>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyList_New(0)) }
}

pub(crate) fn list_append(ctx: Ctx, list: Borrowed<'_, '_, PyList>, item: Object) -> PyResult<()> {
    // SAFETY: attached, a live list and object; -1 with an exception.
    status(ctx, unsafe { ffi::PyList_Append(list.ptr().as_ptr(), item.ptr().as_ptr()) })?;
    Ok(())
}

/// Item `position`, owned: a borrowed one may die when another thread changes the list.
pub(crate) fn sequence_item<'py>(ctx: Ctx<'_, 'py>, object: Object, position: usize) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, a live object; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PySequence_GetItem(object.ptr().as_ptr(), c_size(position))) }
}

pub(crate) fn is_sequence(_ctx: Ctx, object: Object) -> bool {
    // SAFETY: attached, a live object.
    unsafe { ffi::PySequence_Check(object.ptr().as_ptr()) != 0 }
}

pub(crate) fn tuple_from<'py>(ctx: Ctx<'_, 'py>, items: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: attached; a new reference or null with an exception.
    let tuple: Bound<'py, PyTuple> = unsafe { owned(ctx, ffi::PyTuple_New(c_size(items.len()))) }?;
    for (position, item) in (0..).zip(items) {
        // SAFETY: nobody else has seen the tuple; the position is in range, and the reference goes to the tuple.
        unsafe { ffi::PyTuple_SetItem(tuple.ptr().as_ptr(), position, item.into_ptr().as_ptr()) };
    }
    Ok(tuple)
}

/// Free of the thread state: a field that never changes.
pub(crate) fn tuple_length(tuple: Borrowed<'_, '_, PyTuple>) -> usize {
    // SAFETY: the marker says that the object is a tuple, alive.
    unsafe { (*tuple.ptr().as_ptr().cast::<ffi::PyVarObject>()).ob_size as usize }
}

/// Item `position`, borrowed from the tuple, which never lets go of it.
pub(crate) fn tuple_item<'a, 'py>(
    ctx: Ctx<'_, 'py>,
    tuple: Borrowed<'a, 'py, PyTuple>,
    position: usize,
) -> PyResult<Object<'a, 'py>> {
    // SAFETY: attached, a live tuple; borrowed, or null with an exception.
    let item = unsafe { ffi::PyTuple_GetItem(tuple.ptr().as_ptr(), c_size(position)) };
    match NonNull::new(item) {
        // SAFETY: the tuple lives for `'a` and keeps its items.
        Some(item) => Ok(unsafe { Borrowed::from_ptr(ctx, item) }),
        None => Err(raised(ctx)),
    }
}

pub(crate) fn dict_new<'py>(ctx: Ctx<'_, 'py>) -> PyResult<Bound<'py, PyDict>> {
    // SAFETY: attached; a new reference or null with an exception.
    unsafe { owned(ctx, ffi::PyDict_New()) }
}

pub(crate) fn dict_set(ctx: Ctx, dict: Borrowed<'_, '_, PyDict>, key: Object, value: Object) -> PyResult<()> {
    // SAFETY: attached, live objects, a dict; -1 with an exception.
    status(ctx, unsafe { ffi::PyDict_SetItem(dict.ptr().as_ptr(), key.ptr().as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn dict_get<'py>(
    ctx: Ctx<'_, 'py>,
    dict: Borrowed<'_, 'py, PyDict>,
    key: Object,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    #[cfg(Py_3_13)]
    {
        let mut found = null_mut();
        // SAFETY: attached, live objects, a dict; `found` gets a new reference or null.
        status(ctx, unsafe { ffi::PyDict_GetItemRef(dict.ptr().as_ptr(), key.ptr().as_ptr(), &mut found) })?;
        // SAFETY: a new reference.
        Ok(NonNull::new(found).map(|found| unsafe { Bound::from_owned_ptr(ctx, found) }))
    }
    #[cfg(not(Py_3_13))]
    {
        // SAFETY: attached, live objects, a dict; borrowed, or null with or without an exception.
        let found = unsafe { ffi::PyDict_GetItemWithError(dict.ptr().as_ptr(), key.ptr().as_ptr()) };
        match NonNull::new(found) {
            // SAFETY: borrowed from the dict; no Python code runs before the reference is made.
            Some(found) => Ok(Some(unsafe { Borrowed::from_ptr(ctx, found) }.to_owned(ctx))),
            None if error_occurred(ctx) => Err(raised(ctx)),
            None => Ok(None),
        }
    }
}

// ---- types and modules --------------------------------------------------------------------------------------------

/// A heap exception type. `name` is `module.Name`.
pub(crate) fn new_exception<'py>(
    ctx: Ctx<'_, 'py>,
    name: &CStr,
    doc: Option<&CStr>,
    base: Option<Borrowed<'_, 'py, PyType>>,
) -> PyResult<Bound<'py, PyType>> {
    let doc = doc.map_or(std::ptr::null(), CStr::as_ptr);
    let base = base.map_or(null_mut(), |base| base.ptr().as_ptr());
    // SAFETY: attached; texts that end in NUL, a live type or null. A new type or null with an exception.
    unsafe { owned(ctx, ffi::PyErr_NewExceptionWithDoc(name.as_ptr(), doc, base, null_mut())) }
}

pub(crate) fn module_add(ctx: Ctx, module: Borrowed<'_, '_, PyModule>, name: &CStr, value: Object) -> PyResult<()> {
    // SAFETY: attached, a live module and object; -1 with an exception. The reference stays ours.
    status(ctx, unsafe { ffi::PyModule_AddObjectRef(module.ptr().as_ptr(), name.as_ptr(), value.ptr().as_ptr()) })?;
    Ok(())
}

pub(crate) fn import<'py>(ctx: Ctx<'_, 'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    let name = str_from(ctx, name)?;
    // SAFETY: attached, a live str; a new reference or null with an exception. `sys.modules` may hold anything, so the
    // marker is checked.
    let found: Bound<'py, PyAny> = unsafe { owned(ctx, ffi::PyImport_Import(name.ptr().as_ptr())) }?;
    found.cast_into(ctx)
}

/// An empty module called as the spec says: what CPython does without a create slot.
pub(crate) fn module_from_spec<'py>(ctx: Ctx<'_, 'py>, spec: Object) -> PyResult<Bound<'py, PyModule>> {
    let name = getattr(ctx, spec, "name")?;
    // SAFETY: attached, a live object; a new module or null with an exception (it checks the name).
    unsafe { owned(ctx, ffi::PyModule_NewObject(name.ptr().as_ptr())) }
}

/// The memory that CPython keeps for the module's state, and its size. Null before exec, and for a module without.
///
/// # Safety
/// `module` is a live module object.
#[inline]
pub(crate) unsafe fn module_state(module: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's condition; the function reads a field.
    unsafe { ffi::PyModule_GetState(module) }
}

/// How large CPython believes the state to be; `None` for something that has none.
///
/// # Safety
/// `module` is a live object.
#[inline]
pub(crate) unsafe fn module_state_size(module: *mut PyObject) -> Option<usize> {
    #[cfg(Py_3_15)]
    {
        let mut size: Py_ssize_t = 0;
        // SAFETY: the caller's condition; the function checks that it is a module.
        if unsafe { ffi::PyModule_GetStateSize(module, &mut size) } < 0 {
            // SAFETY: attached, since the caller has a live object; the failure set an exception that nobody wants.
            unsafe { ffi::PyErr_Clear() };
            return None;
        }
        usize::try_from(size).ok()
    }
    #[cfg(not(Py_3_15))]
    {
        // SAFETY: the caller's condition; checked to be a module before it is asked for its definition, which lives as
        // long as the module.
        unsafe {
            if !ffi::Py_IS_TYPE(module, &raw mut ffi::PyModule_Type) {
                return None;
            }
            let definition = ffi::PyModule_GetDef(module);
            if definition.is_null() { None } else { usize::try_from((*definition).m_size).ok() }
        }
    }
}

/// The definition of a multi-phase module, made ready. Below 3.15.
///
/// # Safety
/// Called from `PyInit_*`; the definition is `'static`.
#[cfg(not(Py_3_15))]
pub(crate) unsafe fn module_def_init(definition: *mut ffi::PyModuleDef) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe { ffi::PyModuleDef_Init(definition) }
}

/// Call the visitor of the collector.
///
/// # Safety
/// Inside a traverse callback, with its visitor and argument; `object` is alive.
#[inline]
pub(crate) unsafe fn visit(visitor: ffi::visitproc, object: NonNull<PyObject>, argument: *mut c_void) -> c_int {
    match visitor {
        // SAFETY: the caller's condition.
        Some(visitor) => unsafe { visitor(object.as_ptr(), argument) },
        None => 0,
    }
}
