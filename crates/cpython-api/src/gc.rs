//! What the cyclic collector is told: `Visit`, and which fields of a state own references.

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;

use cpython_sys::visitproc;

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

    /// Report one strong reference.
    pub fn edge<T>(&self, object: &Py<T>) -> TraverseResult {
        // SAFETY: inside the traverse callback; the handle keeps the object alive.
        match unsafe { c_api::visit(self.visitor, object.ptr(), self.argument) } {
            0 => Ok(()),
            stop => Err(StopTraverse(stop)),
        }
    }
}

/// A field of a state: which references it owns. Sealed, so that a container which hides some is not forgotten.
#[diagnostic::on_unimplemented(
    message = "the collector does not know the references in `{Self}`",
    note = "use `Py<T>`, `Option`, `Vec`, `Box`, or a plain Rust type of the standard library; for another type write an `unsafe impl ModuleStateGc` by hand"
)]
pub trait GcField: sealed::Sealed {
    #[doc(hidden)]
    const OWNS: bool;
    #[doc(hidden)]
    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult;
    #[doc(hidden)]
    fn clear(&mut self, ctx: &ThreadContext<'_>);
}

mod sealed {
    pub trait Sealed {}
}

impl<T> sealed::Sealed for Option<Py<T>> {}
impl<T> GcField for Option<Py<T>> {
    const OWNS: bool = true;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        self.as_ref().map_or(Ok(()), |object| visit.edge(object))
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        // Taken first: giving back the reference may run code that comes here again.
        if let Some(object) = self.take() {
            object.drop_with(ctx);
        }
    }
}

/// A reference that the state always has. It is reported; it cannot be taken out, so the state's drop gives it back.
impl<T> sealed::Sealed for Py<T> {}
impl<T> GcField for Py<T> {
    const OWNS: bool = true;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        visit.edge(self)
    }

    fn clear(&mut self, _ctx: &ThreadContext<'_>) {}
}

impl<T> sealed::Sealed for Vec<T> {}
impl<T: GcField> GcField for Vec<T> {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        self.iter().try_for_each(|field| field.traverse(visit))
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        for mut field in std::mem::take(self) {
            field.clear(ctx);
        }
    }
}

impl<T> sealed::Sealed for Box<T> {}
impl<T: GcField> GcField for Box<T> {
    const OWNS: bool = T::OWNS;

    fn traverse(&self, visit: &Visit<'_>) -> TraverseResult {
        (**self).traverse(visit)
    }

    fn clear(&mut self, ctx: &ThreadContext<'_>) {
        (**self).clear(ctx);
    }
}

macro_rules! rust_only {
    ($($name:ty),* $(,)?) => {$(
        impl sealed::Sealed for $name {}
        impl GcField for $name {
            const OWNS: bool = false;

            fn traverse(&self, _visit: &Visit<'_>) -> TraverseResult {
                Ok(())
            }

            fn clear(&mut self, _ctx: &ThreadContext<'_>) {}
        }
    )*};
}

rust_only! {
    (), bool, char, f32, f64, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, String, &'static str,
    Option<i32>, Option<i64>, Option<u32>, Option<u64>, Option<usize>, Option<bool>, Option<f64>, Option<String>,
    std::sync::atomic::AtomicBool, std::sync::atomic::AtomicI32, std::sync::atomic::AtomicI64,
    std::sync::atomic::AtomicU32, std::sync::atomic::AtomicU64, std::sync::atomic::AtomicUsize,
    std::sync::atomic::AtomicIsize, std::time::Instant, std::time::Duration,
}
