//! The boundary to C: no panic crosses it, and result and pending exception agree.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU8, Ordering};

use cpython_sys::PyObject;

use crate::c_api;
use crate::context::{ThreadContext, with_current};
use crate::err::PyResult;
use crate::handle::Bound;
use crate::types::PyAny;

/// Run the body of a callback that returns an object.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
#[inline]
pub(crate) unsafe fn object_callback(
    body: impl for<'py> FnOnce(&mut ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> *mut PyObject {
    let call = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the caller's condition.
        unsafe { with_current(|ctx| object_result(ctx, body)) }
    }));
    call.unwrap_or_else(|payload| {
        // SAFETY: unwinding has restored the attachment.
        unsafe { panicked(payload) };
        null_mut()
    })
}

/// Run the body of a callback that returns a status.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
pub(crate) unsafe fn status_callback(body: impl for<'py> FnOnce(&mut ThreadContext<'py>) -> PyResult<()>) -> c_int {
    // SAFETY: the caller's condition.
    unsafe { number_callback(-1, |ctx| body(ctx).map(|()| 0)) }
}

/// Run the body of a callback that returns a number, one of which says that there is an exception.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
pub(crate) unsafe fn number_callback<N: Copy>(
    failed: N,
    body: impl for<'py> FnOnce(&mut ThreadContext<'py>) -> PyResult<N>,
) -> N {
    let call = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the caller's condition.
        unsafe { with_current(|ctx| number_result(ctx, failed, body)) }
    }));
    call.unwrap_or_else(|payload| {
        // SAFETY: unwinding has restored the attachment.
        unsafe { panicked(payload) };
        failed
    })
}

/// Run the body of a callback that returns an object, or null without an exception.
///
/// # Safety
/// Called from a C callback, with an attached thread state.
pub(crate) unsafe fn optional_callback(
    body: impl for<'py> FnOnce(&mut ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>>,
) -> *mut PyObject {
    let call = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the caller's condition.
        unsafe {
            with_current(|ctx| match body(ctx) {
                // A stale marker may have been dropped: then the exception goes out with the null.
                Ok(None) => null_mut(),
                Ok(Some(object)) => object_result(ctx, |_ctx| Ok(object)),
                Err(raised) => object_result(ctx, |_ctx| Err(raised)),
            })
        }
    }));
    call.unwrap_or_else(|payload| {
        // SAFETY: unwinding has restored the attachment.
        unsafe { panicked(payload) };
        null_mut()
    })
}

/// Publishes a phase when dropped: on success, on failure and on a panic alike.
pub(crate) struct Publish<'a> {
    pub(crate) phase: &'a AtomicU8,
    pub(crate) at_drop: u8,
}

impl Drop for Publish<'_> {
    fn drop(&mut self) {
        self.phase.store(self.at_drop, Ordering::Release);
    }
}

#[inline]
fn object_result<'py>(
    ctx: &mut ThreadContext<'py>,
    body: impl FnOnce(&mut ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> *mut PyObject {
    match body(ctx) {
        Ok(object) if !c_api::error_occurred(ctx) => object.into_ptr().as_ptr(),
        Ok(object) => {
            // A stale marker was dropped: what C would call "returned a result with an exception set".
            // SAFETY: attached; the pending exception stays what it was while a destructor runs.
            unsafe { c_api::with_error_saved(|| object.drop_with(ctx)) };
            null_mut()
        }
        Err(_raised) => {
            require_error(ctx);
            null_mut()
        }
    }
}

fn number_result<'py, N>(
    ctx: &mut ThreadContext<'py>,
    failed: N,
    body: impl FnOnce(&mut ThreadContext<'py>) -> PyResult<N>,
) -> N {
    match body(ctx) {
        Ok(number) if !c_api::error_occurred(ctx) => number,
        Ok(_) => failed,
        Err(_raised) => {
            require_error(ctx);
            failed
        }
    }
}

/// `Err` without an exception: a marker saved from an earlier call.
#[inline]
fn require_error(ctx: &ThreadContext<'_>) {
    if !c_api::error_occurred(ctx) {
        // SAFETY: attached: there is a context.
        unsafe { c_api::set_system_error(c"a Rust function returned an error without raising an exception") }
    }
}

/// Turn a caught panic into `SystemError`, whatever was pending before.
///
/// The August text wants a fixed message. Ours carries the panic's own after it, since a learner sees the exception
/// and may not see stderr.
///
/// # Safety
/// A thread state is attached.
#[cold]
pub(crate) unsafe fn panicked(payload: Box<dyn Any + Send>) {
    let text = panic_text(&*payload);
    // SAFETY: the caller's condition.
    unsafe {
        match text {
            Some(text) => c_api::set_system_error_text(&format!("a Rust function panicked: {text}")),
            None => c_api::set_system_error(c"a Rust function panicked"),
        }
    }
    dispose_panic_payload(payload);
}

fn panic_text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&'static str>().map(|text| (*text).to_owned());
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}

/// `panic_any` takes any value, and its drop may panic too. That second payload is leaked, and the process ends:
/// nothing says that a third drop would go better.
fn dispose_panic_payload(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
        std::process::abort();
    }
}
