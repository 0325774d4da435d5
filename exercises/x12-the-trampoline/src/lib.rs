//! X12, The trampoline: the one place where Rust becomes C.
//!
//! Above it there are results and panics. Below it there are objects, NULL and exceptions. Nothing
//! else gets through.

mod module; // functions that succeed, fail and panic, and `PyInit_x12`: given, read it once

use std::any::Any;

use cpython_sys::*;
use module::Raised;

/// Run the body of a function of the module and return what C expects: an object, or NULL with an
/// exception set.
///
/// A panic in the body becomes a `RuntimeError` with the words of the panic.
pub fn trampoline(body: impl FnOnce() -> Result<*mut PyObject, Raised>) -> *mut PyObject {
    // region: todo Run `body` in `std::panic::catch_unwind`. There are three ways it can end: what is returned for each?
    // starter: drop(body);
    // starter: module::not_written_yet(c"trampoline");
    // starter: std::ptr::null_mut()
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(Ok(object)) => object,
        Ok(Err(Raised)) => std::ptr::null_mut(),
        Err(payload) => {
            let _ = module::raise_runtime_error(&words(&*payload));
            std::ptr::null_mut()
        }
    }
    // endregion
}

/// The words of a panic. `panic!("text")` carries a `&'static str`, `panic!("number {n}")` a
/// `String`.
///
/// What carries neither has the words `"a panic"`.
pub fn words(payload: &(dyn Any + Send)) -> String {
    // region: todo Ask the payload for a `&'static str` first, then for a `String`.
    // starter: let _ = payload;
    // starter: String::from("`words` is not written yet")
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        String::from(*text)
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        String::from("a panic")
    }
    // endregion
}

/// Run a body that has no way to report: a destructor, for one. Its caller expects nothing, not
/// even an exception.
///
/// What went wrong, error or panic, is told to `sys.unraisablehook`.
pub fn quietly(body: impl FnOnce() -> Result<(), Raised>) {
    // region: todo As above; but where an exception is set, give it to `PyErr_WriteUnraisable(std::ptr::null_mut())`.
    // starter: drop(body);
    // starter: module::not_written_yet(c"quietly");
    let failed = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(result) => result,
        Err(payload) => Err(module::raise_runtime_error(&words(&*payload))),
    };
    if failed.is_err() {
        // SAFETY: the thread is attached and an exception is set; without an object to blame, it says less.
        unsafe { PyErr_WriteUnraisable(std::ptr::null_mut()) };
    }
    // endregion
}
