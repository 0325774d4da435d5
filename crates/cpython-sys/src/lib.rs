//! Raw bindings to the C API of one CPython: the interpreter that `PYTHON_SYS_EXECUTABLE` names.
//!
//! Most of it is written by bindgen at build time from that interpreter's own headers. What bindgen cannot see
//! (macros, and the types that need another shape in Rust) is in [`handwritten`]; README.md gives each reason.

mod bindings;
mod handwritten;

pub use bindings::*;
pub use handwritten::*;

/// The file that bindgen wrote for this build, for who wants to read it.
pub const BINDINGS: &str = concat!(env!("OUT_DIR"), "/c_api.rs");
