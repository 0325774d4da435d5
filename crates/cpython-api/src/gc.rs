//! What the cyclic collector is told: `Visit`, and which fields of a state own references.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ffi::{CStr, CString, c_int, c_void};
use std::marker::PhantomData;
use std::path::PathBuf;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU32, AtomicU64, AtomicUsize};
use std::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock};
use std::thread::ThreadId;
use std::time::{Duration, Instant, SystemTime};

use cpython_sys::{PyObject, visitproc};

use crate::c_api;
use crate::context::ThreadContext;
use crate::handle::Py;

/// The visitor of a traverse callback. Calling it is all that such a callback may do with Python.
pub struct Visit<'a> {
    visitor: visitproc,
    argument: *mut c_void,
    _callback: PhantomData<&'a ()>,
}

/// Stop: the collector has seen enough. Return it at once.
#[derive(Debug, Clone, Copy)]
pub struct StopTraverse(pub(crate) c_int);

/// What traversing returns.
pub type TraverseResult = Result<(), StopTraverse>;

impl Visit<'_> {
    /// # Safety
    /// The visitor and argument of the traverse callback that is running; the value is used inside it only.
    pub(crate) unsafe fn new(visitor: visitproc, argument: *mut c_void) -> Self {
        Self { visitor, argument, _callback: PhantomData }
    }

    /// Report an object's reference to its type.
    ///
    /// # Safety
    /// Inside the traverse callback; `object` is an instance of a heap type, alive.
    pub(crate) unsafe fn class_of(&self, object: NonNull<PyObject>) -> TraverseResult {
        // SAFETY: the caller's condition.
        match unsafe { c_api::visit_class(self.visitor, object, self.argument) } {
            0 => Ok(()),
            stop => Err(StopTraverse(stop)),
        }
    }

    /// Report one strong reference.
    pub fn edge<T>(&self, object: &Py<T>) -> TraverseResult {
        // SAFETY: inside the traverse callback; the handle keeps the object alive.
        match unsafe { c_api::visit(self.visitor, object.ptr(), self.argument) } {
            0 => Ok(()),
            stop => Err(StopTraverse(stop)),
        }
    }
}

/// A field of a state or a payload: which references it owns. Sealed, so that a container which hides some is not
/// forgotten.
#[diagnostic::on_unimplemented(
    message = "the collector does not know the references in `{Self}`",
    note = "use `Py<T>`, `Option`, `Vec`, `Box`, a map, an `AttachedCell`, or a plain Rust type of the standard library; a `Mutex` or `RwLock` may hold plain Rust types alone. For another type write an `unsafe impl ModuleStateGc` by hand"
)]
pub trait GcField: sealed::Sealed + Sized {
    #[doc(hidden)]
    const OWNS: bool;
    #[doc(hidden)]
    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult;
    #[doc(hidden)]
    fn clear(&mut self, ctx: &ThreadContext<'_>);

    /// Give back everything the value owns. For values that have been taken out of their place: giving back a
    /// reference may run code that comes to that place again.
    #[doc(hidden)]
    fn release(mut self, ctx: &ThreadContext<'_>) {
        self.clear(ctx);
    }
}

/// A field that owns no reference to a Python object, whatever it holds: the collector need not look into it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may own references to Python objects, which a lock would hide from the collector",
    note = "the collector cannot wait for a lock of the standard library: keep the references in an `AttachedCell`, or beside the lock"
)]
pub trait RustOnly: GcField {}

mod sealed {
    pub trait Sealed {}
}
pub(crate) use sealed::Sealed;

/// A reference that the state always has. It is reported; it cannot be taken out, so the state's drop gives it back.
impl<T> Sealed for Py<T> {}
impl<T> GcField for Py<T> {
    const OWNS: bool = true;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        visit.edge(self)
    }

    fn clear(&mut self, _ctx: &ThreadContext<'_>) {}

    fn release(self, ctx: &ThreadContext<'_>) {
        self.drop_with(ctx);
    }
}

impl<T> Sealed for Option<T> {}
impl<T: RustOnly> RustOnly for Option<T> {}
impl<T: GcField> GcField for Option<T> {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        self.as_ref().map_or(Ok(()), |field| field.traverse(visit))
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        if T::OWNS {
            // Taken first: giving back the reference may run code that comes here again.
            if let Some(field) = self.take() {
                field.release(ctx);
            }
        }
    }
}

impl<T> Sealed for Box<T> {}
impl<T: RustOnly> RustOnly for Box<T> {}
impl<T: GcField> GcField for Box<T> {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        (**self).traverse(visit)
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        (**self).clear(ctx);
    }

    fn release(self, ctx: &ThreadContext<'_>) {
        (*self).release(ctx);
    }
}

macro_rules! sequences {
    ($($name:ident),*) => {$(
        impl<T> Sealed for $name<T> {}
        impl<T: RustOnly> RustOnly for $name<T> {}
        impl<T: GcField> GcField for $name<T> {
            const OWNS: bool = T::OWNS;

            fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
                self.iter().try_for_each(|field| field.traverse(visit))
            }

            fn clear(&mut self, ctx: &ThreadContext<'_>) {
                if T::OWNS {
                    for field in std::mem::take(self) {
                        field.release(ctx);
                    }
                }
            }
        }
    )*};
}

sequences!(Vec, VecDeque);

/// Keys own nothing: a reference to a Python object has no order and no hash in Rust.
macro_rules! maps {
    ($($name:ident<K, V $(, $hasher:ident)?>),*) => {$(
        impl<K, V $(, $hasher)?> Sealed for $name<K, V $(, $hasher)?> {}
        impl<K: RustOnly, V: RustOnly $(, $hasher: Default)?> RustOnly for $name<K, V $(, $hasher)?> {}
        impl<K: RustOnly, V: GcField $(, $hasher: Default)?> GcField for $name<K, V $(, $hasher)?> {
            const OWNS: bool = V::OWNS;

            fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
                self.values().try_for_each(|field| field.traverse(visit))
            }

            fn clear(&mut self, ctx: &ThreadContext<'_>) {
                if V::OWNS {
                    for field in std::mem::take(self).into_values() {
                        field.release(ctx);
                    }
                }
            }
        }
    )*};
}

maps!(HashMap<K, V, H>, BTreeMap<K, V>);

macro_rules! rust_only {
    ($($parameters:tt: $($name:ty),*;)*) => {$($(
        rust_only!(@one $parameters $name);
    )*)*};
    (@one [$($parameter:ident),*] $name:ty) => {
        impl<$($parameter: RustOnly),*> Sealed for $name {}
        impl<$($parameter: RustOnly),*> RustOnly for $name {}
        impl<$($parameter: RustOnly),*> GcField for $name {
            const OWNS: bool = false;

            fn traverse(&self, _visit: &Visit<'_>) -> TraverseResult {
                Ok(())
            }

            fn clear(&mut self, _ctx: &ThreadContext<'_>) {}
        }
    };
}

rust_only! {
    []: (), bool, char, f32, f64, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize;
    []: String, &'static str, &'static CStr, CString, PathBuf;
    []: AtomicBool, AtomicI32, AtomicI64, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, AtomicIsize;
    []: Instant, Duration, SystemTime, ThreadId, Condvar, Barrier;
    [T]: HashSet<T>, BTreeSet<T>, Box<[T]>, Mutex<T>, RwLock<T>, OnceLock<T>, Arc<T>;
    [A, B]: (A, B);
    [A, B, C]: (A, B, C);
}

impl<T, const N: usize> Sealed for [T; N] {}
impl<T: RustOnly, const N: usize> RustOnly for [T; N] {}
impl<T: GcField, const N: usize> GcField for [T; N] {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        self.iter().try_for_each(|field| field.traverse(visit))
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        self.iter_mut().for_each(|field| field.clear(ctx));
    }
}
