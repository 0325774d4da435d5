//! A small safe layer over the C API of CPython, after the August 2026 design text of Rust for CPython.
//!
//! A module's functions get a [`ThreadContext`], the proof that the thread is attached; objects are reached through
//! [`Borrowed`], [`Bound`] and [`Py`]; errors are [`PyErrRaised`] markers of the exception that is pending.
//! SAFETY.md gives the invariants. README.md says which upstream commit this follows and where it differs.

mod attached_cell;
mod boundary;
mod c_api;
mod class;
mod context;
mod convert;
mod depth;
pub mod diagnostics;
pub mod err;
mod function;
mod gc;
#[doc(hidden)]
#[allow(missing_docs, reason = "written for the macros, read by nobody else")]
pub mod glue;
mod handle;
mod module;
pub mod prelude;
pub mod proposal;
pub mod types;
mod version;

pub use attached_cell::AttachedCell;
pub use class::{ClassDef, ClassGetSetDef, ClassMethodDef, ClassNewDef, ClassSlotDef, PyClass, PyClassGc, PyInstance};
pub use context::ThreadContext;
pub use convert::{CallbackOutput, FromPyObject, IntoPyObject};
pub use cpython_api_macros::{ModuleStateGc, PyClassGc, export_cell, pyclass, pyfunction, pymethods};
pub use err::{PyErrRaised, PyResult};
pub use function::ModuleMethodDef;
pub use gc::{GcField, RustOnly, StopTraverse, TraverseResult, Visit};
pub use handle::{Borrowed, Bound, Py};
pub use module::{ModuleExec, ModuleRef, ModuleState, ModuleStateGc, NoGc, NoState};
pub use version::PYTHON_MINOR;
