//! Modules: typed state, its phases, and the callbacks that `export_module!` hands to CPython.

mod callbacks;
#[cfg_attr(Py_3_15, path = "since_3_15.rs")]
#[cfg_attr(not(Py_3_15), path = "before_3_15.rs")]
mod definition;
mod export;
mod instances;
mod state;

use std::ffi::CStr;
use std::marker::PhantomData;

use cpython_sys as ffi;

use crate::context::ThreadContext;
use crate::convert::IntoPyObject;
use crate::err::PyResult;
use crate::gc::{TraverseResult, Visit};
use crate::handle::Borrowed;
use crate::types::{PyModule, PyType};

pub use definition::*;
pub(crate) use state::{module_state, type_state};

/// What a module keeps. One value for each module object, shared by all threads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of a module",
    note = "write `impl ModuleState for {Self}`, or use `NoState` for a module that keeps nothing"
)]
pub trait ModuleState: Send + Sync + 'static + Sized {
    /// How the cyclic collector sees the state: `#[derive(ModuleStateGc)]` writes it.
    type Gc: ModuleStateGc<Self>;
    /// The state itself where it holds nothing: a call need not look for it in the module.
    #[doc(hidden)]
    const NOTHING: Option<&'static Self> = None;

    /// The state of a new module object.
    fn new<'a, 'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, Self>) -> PyResult<Self>;
}

/// How the collector sees a state.
///
/// # Safety
/// `traverse` reports every strong reference to a Python object, once, calls nothing but the visitor, and never
/// blocks. `clear` gives back each reference at most once, and leaves a value that can be traversed and dropped.
pub unsafe trait ModuleStateGc<S: ModuleState>: 'static {
    /// Whether the state can own references at all. Without, no callbacks are installed.
    const ENABLED: bool;

    /// Report every strong reference.
    fn traverse(value: &S, visit: &Visit<'_>) -> TraverseResult;

    /// Give back the references that may be part of a cycle.
    fn clear(value: &mut S, ctx: &ThreadContext<'_>);
}

/// The policy of a state without references to Python objects.
pub struct NoGc;

// SAFETY: reports nothing and clears nothing. A state that owns references all the same is not collected in a cycle:
// a leak, no more.
unsafe impl<S: ModuleState> ModuleStateGc<S> for NoGc {
    const ENABLED: bool = false;

    fn traverse(_value: &S, _visit: &Visit<'_>) -> TraverseResult {
        Ok(())
    }

    fn clear(_value: &mut S, _ctx: &ThreadContext<'_>) {}
}

/// The state of a module that keeps nothing.
pub struct NoState;

impl ModuleState for NoState {
    type Gc = NoGc;
    const NOTHING: Option<&'static Self> = Some(&Self);

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self)
    }
}

/// A module object whose state is an `S`.
pub struct ModuleRef<'a, 'py, S> {
    module: Borrowed<'a, 'py, PyModule>,
    _state: PhantomData<fn() -> S>,
}

impl<S> Clone for ModuleRef<'_, '_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for ModuleRef<'_, '_, S> {}

impl<'a, 'py, S> ModuleRef<'a, 'py, S> {
    /// The module as an object.
    pub fn as_module(self) -> Borrowed<'a, 'py, PyModule> {
        self.module
    }

    /// Add a value under a name.
    pub fn add(self, ctx: &ThreadContext<'py>, name: &CStr, value: impl IntoPyObject<'py>) -> PyResult<()> {
        self.module.add(ctx, name, value)
    }

    /// Add a type under its own name.
    pub fn add_type(self, ctx: &ThreadContext<'py>, class: Borrowed<'_, 'py, PyType>) -> PyResult<()> {
        self.module.add_type(ctx, class)
    }
}

/// Runs once, after the state is made and before the module can be used.
pub type ModuleExec<S> = for<'a, 'py> fn(&ThreadContext<'py>, ModuleRef<'a, 'py, S>, &S) -> PyResult<()>;

/// What `export_module!` declares, as a type: the callbacks below are made for it.
#[doc(hidden)]
pub trait Export: 'static {
    type State: ModuleState;
    const NAME: &'static CStr;
    const DOC: &'static CStr;
    const CLASSES: &'static [crate::class::ClassMaker<Self::State>];
    const EXEC: Option<ModuleExec<Self::State>>;
}

/// The method table of a module with the state `S`.
#[doc(hidden)]
#[repr(C)]
pub struct MethodTable<const ROWS: usize> {
    rows: [ffi::PyMethodDef; ROWS],
    end: ffi::PyMethodDef,
}

impl<const ROWS: usize> MethodTable<ROWS> {
    /// Each row is of a module with the state `S`: another state is a type error.
    pub const fn new<S: ModuleState>(methods: [&'static crate::function::ModuleMethodDef<S>; ROWS]) -> Self {
        let mut rows = [const { ffi::PyMethodDef::zeroed() }; ROWS];
        let mut position = 0;
        while position < ROWS {
            rows[position] = methods[position].row();
            position += 1;
        }
        Self { rows, end: ffi::PyMethodDef::zeroed() }
    }

    const fn as_ptr(&self) -> *mut ffi::PyMethodDef {
        std::ptr::from_ref(self).cast_mut().cast()
    }
}
