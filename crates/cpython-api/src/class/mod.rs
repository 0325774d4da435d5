//! Classes: a Rust payload in a Python object, its definition, and the callbacks that CPython gets for it.

mod callbacks;
mod definition;
mod instance;
pub mod slots;
mod trash;

use crate::context::ThreadContext;
use crate::gc::{TraverseResult, Visit};
use crate::module::{ModuleState, NoGc};

pub use callbacks::{NewOutput, Receiver, SetterOutput, class_method, constructor, getter, method, set_value, setter};
pub use definition::{ClassDef, ClassGetSetDef, ClassItems, ClassMaker, ClassMethodDef, ClassNewDef, class_maker};
pub use instance::PyInstance;
pub use slots::ClassSlotDef;

/// A Rust payload that identifies one Python class, its module's state, and how the collector sees it.
///
/// Python shares objects between threads, so methods get `&self`, and the payload is `Send + Sync`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a class",
    note = "mark the struct `#[pyclass]`, or write `impl PyClass for {Self}`"
)]
pub trait PyClass: Send + Sync + 'static + Sized {
    /// The state of the module that the class belongs to.
    type State: ModuleState;
    /// How the cyclic collector sees the payload: `#[derive(PyClassGc)]` writes it.
    type Gc: PyClassGc<Self>;

    /// The one definition of the class: a `static`.
    fn definition() -> &'static ClassDef<Self>;
}

/// How the collector sees a payload.
///
/// # Safety
/// `traverse` reports every strong reference to a Python object, once, calls nothing but the visitor, and never
/// blocks. `clear` gives back each reference at most once, and leaves a value that can be used, traversed and dropped.
pub unsafe trait PyClassGc<C: PyClass>: 'static {
    /// Whether the payload can own references at all. Without, the collector does not see the instances.
    const ENABLED: bool;

    /// Report every strong reference.
    fn traverse(value: &C, visit: &Visit<'_>) -> TraverseResult;

    /// Give back the references that may be part of a cycle.
    fn clear(value: &mut C, ctx: &ThreadContext<'_>);
}

// SAFETY: reports nothing and clears nothing. A payload that owns references all the same is not collected in a cycle:
// a leak, no more.
unsafe impl<C: PyClass> PyClassGc<C> for NoGc {
    const ENABLED: bool = false;

    fn traverse(_value: &C, _visit: &Visit<'_>) -> TraverseResult {
        Ok(())
    }

    fn clear(_value: &mut C, _ctx: &ThreadContext<'_>) {}
}
