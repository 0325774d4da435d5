//! wrong: X12
//! outcome: not_yet
//! Asks the box for a text, not what is in it.
mod module;

use std::any::Any;

use cpython_sys::*;
use module::Raised;

/// Run the body of a function of the module and return what C expects: an object, or NULL with an exception set.
///
/// A panic in the body becomes a `RuntimeError` with the words of the panic.
pub fn trampoline(body: impl FnOnce() -> Result<*mut PyObject, Raised>) -> *mut PyObject {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(Ok(object)) => object,
        Ok(Err(Raised)) => std::ptr::null_mut(),
        Err(payload) => {
            let _ = module::raise_runtime_error(&words(&payload));
            std::ptr::null_mut()
        }
    }
}

/// The words of a panic. `panic!("text")` carries a `&'static str`, `panic!("number {n}")` a `String`.
///
/// What carries neither has the words `"a panic"`.
pub fn words(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        String::from(*text)
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        String::from("a panic")
    }
}

/// Run a body that has no way to report: a destructor, for one. Its caller expects nothing, not even an exception.
///
/// What went wrong, error or panic, is told to `sys.unraisablehook`.
pub fn quietly(body: impl FnOnce() -> Result<(), Raised>) {
    let failed = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(result) => result,
        Err(payload) => Err(module::raise_runtime_error(&words(&payload))),
    };
    if failed.is_err() {
        unsafe { PyErr_WriteUnraisable(std::ptr::null_mut()) };
    }
}
