//! Instances: the payload's storage, its phases, and the callbacks of its life.

use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicU8, Ordering};

use cpython_sys::{PyObject, visitproc};

use super::trash;
use super::{PyClass, PyClassGc};
use crate::boundary;
use crate::c_api;
use crate::context::{ThreadContext, with_current};
use crate::err::{PyResult, PySystemError};
use crate::gc::{StopTraverse, Visit};
use crate::handle::{Borrowed, Bound, Py};
use crate::types::{PyAny, PyType, PyTypeInfo};

/// An object whose Rust payload is a `C`.
#[repr(transparent)]
pub struct PyInstance<C>(PyObject, PhantomData<fn() -> C>);

// SAFETY: the token is that of the definition of `C`, whose types are made with the layout of `Instance<C>` alone.
unsafe impl<C: PyClass> PyTypeInfo for PyInstance<C> {
    fn name() -> &'static str {
        C::definition().short_name()
    }

    #[inline]
    fn is_type_of(object: Borrowed<'_, '_, PyAny>) -> bool {
        // SAFETY: the type of a live object is alive.
        unsafe { C::definition().is_type(c_api::class_of(object)) }
    }
}

/// Where a payload is in its life.
mod phase {
    pub(super) const UNINITIALIZED: u8 = 0;
    pub(super) const READY: u8 = 1;
    pub(super) const CLEARING: u8 = 2;
    pub(super) const CLEARED: u8 = 3;
    pub(super) const CLEAR_FAILED: u8 = 4;
    pub(super) const DROPPED: u8 = 5;
}

/// What the instances of all classes begin with.
#[repr(C)]
pub(super) struct Head {
    object: PyObject,
    /// CPython's list of weak references. Found through `__weaklistoffset__`.
    pub(super) weakrefs: Cell<*mut PyObject>,
    /// Drops the payload and frees the object.
    pub(super) destroy: unsafe fn(NonNull<PyObject>),
    phase: AtomicU8,
}

/// What CPython allocates for an instance.
#[repr(C)]
struct Instance<C> {
    head: Head,
    value: UnsafeCell<MaybeUninit<C>>,
}

/// The size for `basicsize`. Evaluating it checks that the allocator's alignment is enough.
pub(super) const fn size<C>() -> usize {
    assert!(
        align_of::<Instance<C>>() <= align_of::<u64>(),
        "the payload's alignment exceeds what CPython's allocator gives"
    );
    assert!(
        size_of::<Instance<C>>() <= c_int::MAX as usize,
        "the payload is too large for an object: put it into a `Box`"
    );
    size_of::<Instance<C>>()
}

/// Where the list of weak references is.
pub(super) const WEAKREFS: usize = std::mem::offset_of!(Head, weakrefs);

impl<C: PyClass> Instance<C> {
    /// # Safety
    /// `object` is an instance of the class, alive for `'a`.
    #[inline]
    unsafe fn of<'a>(object: NonNull<PyObject>) -> &'a Self {
        // SAFETY: the caller's condition; types of the class are made with this layout.
        unsafe { object.cast::<Self>().as_ref() }
    }

    /// # Safety
    /// The phase says that the value is there, and nobody lends it mutably.
    #[inline]
    unsafe fn value(&self) -> &C {
        // SAFETY: the caller's condition.
        unsafe { (*self.value.get()).assume_init_ref() }
    }
}

/// A new instance with this payload.
pub(super) fn new_instance<'py, C: PyClass>(
    ctx: &ThreadContext<'py>,
    class: Borrowed<'_, 'py, PyType<C>>,
    payload: C,
) -> PyResult<Bound<'py, PyInstance<C>>> {
    let collected = C::Gc::ENABLED;
    let object = c_api::instance_alloc(ctx, class, collected)?;
    let instance = object.cast::<Instance<C>>().as_ptr();
    // SAFETY: memory of this layout that nobody else knows yet, written once, field by field: the object's own head is
    // set already. The collector is told when all of it is there.
    unsafe {
        (&raw mut (*instance).head.weakrefs).write(Cell::new(null_mut()));
        (&raw mut (*instance).head.destroy).write(destroy::<C>);
        (&raw mut (*instance).head.phase).write(AtomicU8::new(phase::UNINITIALIZED));
        (&raw mut (*instance).value).write(UnsafeCell::new(MaybeUninit::new(payload)));
        (*instance).head.phase.store(phase::READY, Ordering::Release);
        if collected {
            c_api::gc_track(object);
        }
        Ok(Bound::from_owned_ptr(ctx, object))
    }
}

impl<'a, 'py, C: PyClass> Borrowed<'a, 'py, PyInstance<C>> {
    /// The payload. `SystemError` while the collector takes it apart.
    #[inline]
    pub fn payload(self, ctx: &ThreadContext<'py>) -> PyResult<&'a C> {
        // SAFETY: the marker says of which class the object is; its owner keeps it for `'a`.
        let instance = unsafe { Instance::<C>::of(self.ptr()) };
        match instance.head.phase.load(Ordering::Acquire) {
            // SAFETY: the value is there. It is lent mutably by `clear` alone, which sets another phase first, and
            // which comes when no call can be under way: a call keeps its objects reachable.
            phase::READY | phase::CLEARED | phase::CLEAR_FAILED => Ok(unsafe { instance.value() }),
            _ => Err(not_there(ctx)),
        }
    }

    /// The type of the object: of which more instances can be made. Not in the August text.
    pub fn class(self, ctx: &ThreadContext<'py>) -> Borrowed<'a, 'py, PyType<C>> {
        // SAFETY: an object keeps its type, and a final type's instances are of it and no other.
        unsafe { Borrowed::from_ptr(ctx, c_api::class_of(self.as_any()).cast()) }
    }
}

#[cold]
fn not_there(ctx: &ThreadContext<'_>) -> crate::PyErrRaised {
    PySystemError::raise(ctx, "the object is being taken apart by the collector")
}

/// `tp_dealloc`
///
/// # Safety
/// Called by CPython when the last reference to an instance of the class is gone.
pub(super) unsafe extern "C" fn dealloc<C: PyClass>(object: *mut PyObject) {
    // SAFETY: the caller's condition; attached, as for every deallocation. An exception may be pending meanwhile.
    unsafe {
        let object = NonNull::new_unchecked(object);
        c_api::with_error_saved(|| {
            if C::Gc::ENABLED {
                c_api::gc_untrack(object);
            }
            if !Instance::<C>::of(object).head.weakrefs.get().is_null() {
                c_api::clear_weakrefs(object);
            }
            trash::destroy_or_wait(object, destroy::<C>);
        });
    }
}

/// Frees the memory when dropped, whatever the payload's drop did.
struct Free {
    object: NonNull<PyObject>,
    collected: bool,
}

impl Drop for Free {
    fn drop(&mut self) {
        // SAFETY: made below, where nothing of the object is used any more.
        unsafe { c_api::instance_free(self.object, self.collected) }
    }
}

/// Drop the payload, once, and free the object; then say so if the drop panicked.
///
/// # Safety
/// Attached; called once, by the deallocation of an instance of the class.
unsafe fn destroy<C: PyClass>(object: NonNull<PyObject>) {
    let dropped = {
        let _free = Free { object, collected: C::Gc::ENABLED };
        // SAFETY: the caller's condition.
        let instance = unsafe { Instance::<C>::of(object) };
        // The phase first: a panic does not bring the value back.
        match instance.head.phase.swap(phase::DROPPED, Ordering::AcqRel) {
            phase::UNINITIALIZED | phase::DROPPED => Ok(()),
            // SAFETY: attached. The value is there, and nobody has a reference to the object.
            _ => catch_unwind(AssertUnwindSafe(|| unsafe {
                with_current(|_ctx| (*instance.value.get()).assume_init_drop());
            })),
        }
    };
    if let Err(payload) = dropped {
        // SAFETY: attached.
        unsafe { report(payload) };
    }
}

/// # Safety
/// A thread state is attached.
unsafe fn report(payload: Box<dyn Any + Send>) {
    // SAFETY: the caller's condition.
    unsafe {
        boundary::panicked(payload);
        c_api::write_unraisable(null_mut());
    }
}

/// `tp_traverse`. A panic aborts the process, as for a module's state.
///
/// # Safety
/// Called by CPython on an instance of the class.
pub(super) unsafe extern "C" fn traverse<C: PyClass>(
    object: *mut PyObject,
    visitor: visitproc,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's condition. An instance owns a reference to its type, and the collector must know.
    unsafe {
        let object = NonNull::new_unchecked(object);
        let visit = Visit::new(visitor, argument);
        if let Err(StopTraverse(stop)) = visit.class_of(object) {
            return stop;
        }
        let instance = Instance::<C>::of(object);
        match instance.head.phase.load(Ordering::Acquire) {
            phase::READY | phase::CLEARED | phase::CLEAR_FAILED => {
                C::Gc::traverse(instance.value(), &visit).map_or_else(|StopTraverse(stop)| stop, |()| 0)
            }
            // While it is lent mutably: what is not reported is not freed.
            _ => 0,
        }
    }
}

/// `tp_clear`: the object is unreachable, so its payload may be lent mutably, once.
///
/// # Safety
/// Called by CPython on an instance of the class.
pub(super) unsafe extern "C" fn clear<C: PyClass>(object: *mut PyObject) -> c_int {
    // SAFETY: the caller's condition; attached, as for every clear.
    unsafe {
        boundary::status_callback(|ctx| {
            let instance = Instance::<C>::of(NonNull::new_unchecked(object));
            let phase = &instance.head.phase;
            if phase.compare_exchange(phase::READY, phase::CLEARING, Ordering::AcqRel, Ordering::Acquire).is_err() {
                return Ok(());
            }
            let mut publish = boundary::Publish { phase, at_drop: phase::CLEAR_FAILED };
            C::Gc::clear((*instance.value.get()).assume_init_mut(), ctx);
            publish.at_drop = phase::CLEARED;
            Ok(())
        })
    }
}

impl<'py, C: PyClass> Borrowed<'_, 'py, PyType<C>> {
    /// A new instance with this payload. For factories in Rust: a class needs no `#[new]` for it.
    pub fn new_instance(self, ctx: &ThreadContext<'py>, payload: C) -> PyResult<Bound<'py, PyInstance<C>>> {
        new_instance(ctx, self, payload)
    }
}

impl<C: PyClass> Py<PyType<C>> {
    /// A new instance with this payload: of a type that the module's state keeps.
    pub fn new_instance<'py>(&self, ctx: &ThreadContext<'py>, payload: C) -> PyResult<Bound<'py, PyInstance<C>>> {
        new_instance(ctx, self.bind(ctx), payload)
    }
}
