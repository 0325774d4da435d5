//! What CPython calls in the life of a module.

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::Ordering;

use cpython_sys::{self as ffi, PyObject};

use super::state::{StateStorage, phase};
use super::{Export, ModuleExec, ModuleRef, ModuleState, ModuleStateGc};
use crate::boundary::{self, Publish};
use crate::c_api;
use crate::class::ClassMaker;
use crate::context::{ThreadContext, with_current, with_current_uncounted};
use crate::depth;
use crate::err::{PyImportError, PyResult, PySystemError};
use crate::gc::{StopTraverse, Visit};
use crate::handle::{Borrowed, Bound};
use crate::types::PyAny;

/// `Py_mod_create`: refuse a subinterpreter, join the depth table, make an empty module.
///
/// # Safety
/// Called by CPython as a create slot.
pub(crate) unsafe extern "C" fn create(spec: *mut PyObject, _definition: *mut ffi::PyModuleDef) -> *mut PyObject {
    // SAFETY: CPython calls the slot attached, with a live spec.
    unsafe {
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            with_current_uncounted(|ctx| prepare(ctx, NonNull::new_unchecked(spec)).is_ok())
        }));
        match prepared {
            Ok(true) => {}
            Ok(false) => return null_mut(),
            Err(payload) => {
                boundary::panicked(payload);
                return null_mut();
            }
        }
        boundary::object_callback(|ctx| {
            let spec = Borrowed::from_ptr(ctx, NonNull::new_unchecked(spec));
            c_api::module_from_spec(ctx, spec).map(Bound::into_any)
        })
    }
}

/// # Safety
/// `spec` is a live object.
unsafe fn prepare(ctx: &ThreadContext<'_>, spec: NonNull<PyObject>) -> PyResult<()> {
    // The slot that says so refuses isolated subinterpreters only, and 3.11 has none.
    if !c_api::in_main_interpreter(ctx) {
        // SAFETY: the caller's condition.
        let spec: Borrowed<'_, '_, PyAny> = unsafe { Borrowed::from_ptr(ctx, spec) };
        let name = spec.getattr(ctx, "name")?.as_borrowed().str(ctx)?;
        let text = format!("module {} does not support loading in subinterpreters", name.as_borrowed().to_str(ctx)?);
        return Err(PyImportError::raise(ctx, text));
    }
    depth::join(ctx)
}

/// `Py_mod_exec`: make the state, run the module's own hook, publish.
///
/// # Safety
/// Called by CPython as an exec slot of the module that `E` declares.
pub(crate) unsafe extern "C" fn exec<E: Export>(module: *mut PyObject) -> c_int {
    // SAFETY: the caller's condition.
    unsafe { run::<E::State>(module, E::CLASSES, E::EXEC) }
}

/// The body of `exec`, which knows of the module no more than its state: all modules without one share it.
///
/// # Safety
/// Called from an exec slot of a module with the state `S`.
pub(crate) unsafe fn run<S: ModuleState>(
    module: *mut PyObject,
    classes: &[ClassMaker<S>],
    exec: Option<ModuleExec<S>>,
) -> c_int {
    // SAFETY: CPython calls the slot attached, with a live module made from this definition.
    unsafe {
        boundary::status_callback(|ctx| {
            let Some(storage) = StateStorage::<S>::of(module) else {
                return Err(PySystemError::raise(ctx, "the module has no memory for its state"));
            };
            let module = Borrowed::from_ptr(ctx, NonNull::new_unchecked(module));
            initialise(ctx, storage, ModuleRef { module, _state: PhantomData }, classes, exec)
        })
    }
}

fn initialise<'py, S: ModuleState>(
    ctx: &ThreadContext<'py>,
    storage: &StateStorage<S>,
    module: ModuleRef<'_, 'py, S>,
    classes: &[ClassMaker<S>],
    exec: Option<ModuleExec<S>>,
) -> PyResult<()> {
    if !storage.claim() {
        return Err(PySystemError::raise(ctx, "the module is already initialised, or being initialised"));
    }
    let mut publish = Publish { phase: &storage.phase, at_drop: phase::FAILED_WITHOUT_VALUE };
    for make in classes {
        make(ctx, module)?;
    }
    let value = S::new(ctx, module)?;
    // SAFETY: the phase is `INITIALIZING`, which only the claimant of the storage gets: nobody else looks.
    unsafe { (*storage.value.get()).write(value) };
    storage.phase.store(phase::EXECUTING, Ordering::Release);
    publish.at_drop = phase::FAILED_WITH_VALUE;
    if let Some(exec) = exec {
        // SAFETY: written above; lent mutably only by `clear`, which waits for a later phase.
        exec(ctx, module, unsafe { storage.value() })?;
    }
    publish.at_drop = phase::READY;
    Ok(())
}

/// `m_traverse`. A panic aborts the process: `extern "C"` functions do not unwind, and an incomplete report would make
/// the collector free what is alive.
///
/// # Safety
/// Called by CPython as the traverse function of a module with the state `S`.
pub(crate) unsafe extern "C" fn traverse<S: ModuleState>(
    module: *mut PyObject,
    visitor: ffi::visitproc,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's condition.
    let Some(storage) = (unsafe { StateStorage::<S>::of(module) }) else {
        return 0;
    };
    match storage.phase.load(Ordering::Acquire) {
        phase::EXECUTING
        | phase::READY
        | phase::FAILED_WITH_VALUE
        | phase::CLEARING
        | phase::CLEARED
        | phase::CLEAR_FAILED => {
            // SAFETY: in these phases the value is there; the visitor is this callback's.
            let reported = unsafe { S::Gc::traverse(storage.value(), &Visit::new(visitor, argument)) };
            reported.map_or_else(|StopTraverse(stop)| stop, |()| 0)
        }
        _ => 0,
    }
}

/// `m_clear`: the module is unreachable, so the value may be lent mutably, once.
///
/// # Safety
/// Called by CPython as the clear function of a module with the state `S`.
pub(crate) unsafe extern "C" fn clear<S: ModuleState>(module: *mut PyObject) -> c_int {
    // SAFETY: the caller's condition; attached, as for every clear.
    unsafe {
        boundary::status_callback(|ctx| {
            let Some(storage) = StateStorage::<S>::of(module) else {
                return Ok(());
            };
            let from = storage.phase.load(Ordering::Acquire);
            if from != phase::READY && from != phase::FAILED_WITH_VALUE {
                return Ok(());
            }
            if storage.phase.compare_exchange(from, phase::CLEARING, Ordering::AcqRel, Ordering::Acquire).is_err() {
                return Ok(());
            }
            let mut publish = Publish { phase: &storage.phase, at_drop: phase::CLEAR_FAILED };
            S::Gc::clear((*storage.value.get()).assume_init_mut(), ctx);
            publish.at_drop = phase::CLEARED;
            Ok(())
        })
    }
}

/// `m_free`: drop the value once, whatever happened before.
///
/// # Safety
/// Called by CPython as the free function of a module with the state `S`.
pub(crate) unsafe extern "C" fn free<S: ModuleState>(module: *mut c_void) {
    // SAFETY: the caller's condition; attached, as for every deallocation. An exception may be pending meanwhile.
    unsafe { c_api::with_error_saved(|| drop_state::<S>(module.cast())) }
}

/// # Safety
/// As `free`.
unsafe fn drop_state<S: ModuleState>(module: *mut PyObject) {
    // SAFETY: the caller's condition.
    let Some(storage) = (unsafe { StateStorage::<S>::of(module) }) else {
        return;
    };
    let from = storage.phase.swap(phase::DROPPING, Ordering::AcqRel);
    let _publish = Publish { phase: &storage.phase, at_drop: phase::DROPPED };
    if matches!(from, phase::UNINITIALIZED | phase::FAILED_WITHOUT_VALUE | phase::DROPPING | phase::DROPPED) {
        return;
    }
    // SAFETY: attached. The phase says that the value is there; it is dropped here alone, and a panic does not bring
    // it back: the phase is already past it.
    let dropped = catch_unwind(AssertUnwindSafe(|| unsafe {
        with_current(|_ctx| (*storage.value.get()).assume_init_drop());
    }));
    if let Err(payload) = dropped {
        // SAFETY: attached.
        unsafe {
            boundary::panicked(payload);
            c_api::write_unraisable(null_mut());
        }
    }
}
