//! The three handles of an object: `Borrowed`, `Bound`, `Py`. Who owns a reference, and who may touch the object.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use cpython_sys::PyObject;

use crate::c_api;
use crate::context::{Attached, ThreadContext};
use crate::diagnostics;
use crate::types::{PyAny, PyTypeInfo};

/// Owns no reference: an owner keeps the object alive for `'a`, a context permits access for `'py`.
#[repr(transparent)]
pub struct Borrowed<'a, 'py, T> {
    ptr: NonNull<PyObject>,
    _owner: PhantomData<&'a ()>,
    _attached: Attached<'py>,
    _type: PhantomData<fn() -> T>,
}

impl<T> Clone for Borrowed<'_, '_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, '_, T> {}

/// Owns a reference, and is bound to the attachment `'py`.
#[repr(transparent)]
pub struct Bound<'py, T> {
    ptr: NonNull<PyObject>,
    _attached: Attached<'py>,
    _type: PhantomData<fn() -> T>,
}

/// Owns a reference, and may be stored or sent to another thread. Touching the object needs a context.
#[repr(transparent)]
pub struct Py<T> {
    ptr: NonNull<PyObject>,
    _type: PhantomData<fn() -> T>,
}

// SAFETY: without a context a `Py` gives access to nothing, and its drop touches the object only when attached.
unsafe impl<T> Send for Py<T> {}
// SAFETY: as above; the object's own state is guarded by the attachment that a context proves.
unsafe impl<T> Sync for Py<T> {}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// # Safety
    /// `ptr` is a live object of the type `T` for `'a`, and a thread state is attached for `'py`.
    #[inline]
    pub(crate) unsafe fn from_ptr(_ctx: &ThreadContext<'py>, ptr: NonNull<PyObject>) -> Self {
        Self { ptr, _owner: PhantomData, _attached: PhantomData, _type: PhantomData }
    }

    /// One reference more, owned.
    pub fn to_owned(self, ctx: &ThreadContext<'py>) -> Bound<'py, T> {
        c_api::incref(ctx, self.ptr);
        // SAFETY: the reference just made is given to the handle; the type is the same.
        unsafe { Bound::from_owned_ptr(ctx, self.ptr) }
    }

    /// Forget the type. Touches no reference count.
    #[inline]
    pub fn as_any(self) -> Borrowed<'a, 'py, PyAny> {
        self.assume_type()
    }

    /// The same object as another type, if it is of that type.
    pub fn cast<U: PyTypeInfo>(self, ctx: &ThreadContext<'py>) -> crate::PyResult<Borrowed<'a, 'py, U>> {
        self.downcast().ok_or_else(|| crate::err::wrong_type(ctx, U::name(), self.as_any()))
    }

    /// As [`cast`](Self::cast), without an exception.
    pub fn downcast<U: PyTypeInfo>(self) -> Option<Borrowed<'a, 'py, U>> {
        U::is_type_of(self.as_any()).then(|| self.assume_type())
    }

    #[inline]
    fn assume_type<U>(self) -> Borrowed<'a, 'py, U> {
        Borrowed { ptr: self.ptr, _owner: PhantomData, _attached: PhantomData, _type: PhantomData }
    }

    #[inline]
    pub(crate) fn ptr(self) -> NonNull<PyObject> {
        self.ptr
    }

    /// Whether both are the same object (`is`).
    pub fn is<U>(self, other: Borrowed<'_, '_, U>) -> bool {
        self.ptr == other.ptr
    }
}

impl<'py, T> Bound<'py, T> {
    /// # Safety
    /// `ptr` is a live object of the type `T`, and the caller gives up a reference to it.
    #[inline]
    pub(crate) unsafe fn from_owned_ptr(_ctx: &ThreadContext<'py>, ptr: NonNull<PyObject>) -> Self {
        Self { ptr, _attached: PhantomData, _type: PhantomData }
    }

    /// The same object, borrowed from this handle.
    #[inline]
    pub fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        Borrowed { ptr: self.ptr, _owner: PhantomData, _attached: PhantomData, _type: PhantomData }
    }

    /// Forget the type, keeping the reference.
    #[inline]
    pub fn into_any(self) -> Bound<'py, PyAny> {
        self.assume_type()
    }

    /// The same object as another type; otherwise `TypeError`.
    pub fn cast_into<U: PyTypeInfo>(self, ctx: &ThreadContext<'py>) -> crate::PyResult<Bound<'py, U>> {
        self.as_borrowed().cast::<U>(ctx)?;
        Ok(self.assume_type())
    }

    fn assume_type<U>(self) -> Bound<'py, U> {
        Bound { ptr: self.into_ptr(), _attached: PhantomData, _type: PhantomData }
    }

    /// For storing: no longer bound to the attachment.
    #[inline]
    pub fn unbind(self) -> Py<T> {
        Py { ptr: self.into_ptr(), _type: PhantomData }
    }

    /// One reference more. Not `Clone`: each is to be seen.
    pub fn clone_ref(&self, ctx: &ThreadContext<'py>) -> Self {
        self.as_borrowed().to_owned(ctx)
    }

    /// Give the reference back without asking whether the thread is attached.
    pub fn drop_with(self, ctx: &ThreadContext<'py>) {
        c_api::decref(ctx, self.into_ptr());
    }

    /// Give the reference to the caller.
    #[inline]
    pub(crate) fn into_ptr(self) -> NonNull<PyObject> {
        ManuallyDrop::new(self).ptr
    }

    #[inline]
    pub(crate) fn ptr(&self) -> NonNull<PyObject> {
        self.ptr
    }
}

impl<T> Py<T> {
    /// Look at the object, for as long as this handle and the attachment last.
    #[inline]
    pub fn bind<'a, 'py>(&'a self, ctx: &ThreadContext<'py>) -> Borrowed<'a, 'py, T> {
        // SAFETY: this handle owns a reference for `'a`; the context proves the attachment; `T` is its own type.
        unsafe { Borrowed::from_ptr(ctx, self.ptr) }
    }

    /// Bind the owned reference to the attachment.
    pub fn into_bound<'py>(self, ctx: &ThreadContext<'py>) -> Bound<'py, T> {
        // SAFETY: this handle's reference goes to the new one.
        unsafe { Bound::from_owned_ptr(ctx, ManuallyDrop::new(self).ptr) }
    }

    /// One reference more. Not `Clone`: counting needs an attached thread.
    pub fn clone_ref(&self, ctx: &ThreadContext<'_>) -> Self {
        c_api::incref(ctx, self.ptr);
        Self { ptr: self.ptr, _type: PhantomData }
    }

    /// Give the reference back without asking whether the thread is attached.
    pub fn drop_with(self, ctx: &ThreadContext<'_>) {
        c_api::decref(ctx, ManuallyDrop::new(self).ptr);
    }

    pub(crate) fn ptr(&self) -> NonNull<PyObject> {
        self.ptr
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        drop_reference(self.ptr);
    }
}

impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        drop_reference(self.ptr);
    }
}

/// A drop gets no context, so it asks. Attached: give the reference back. Detached: leak it and take a note, since a
/// count changed without attachment is a data race, and a leak is only a leak.
#[inline]
fn drop_reference(ptr: NonNull<PyObject>) {
    if c_api::is_attached() {
        // SAFETY: attached, as just asked, and the handle owned this reference.
        unsafe { c_api::decref_attached(ptr) }
    } else {
        diagnostics::note_detached_drop();
    }
}
