//! What bindgen wrote (`OUT_DIR/c_api.rs`), and the lints that C's names and layouts offend.
#![allow(unknown_lints)] // before the others: Rust 1.85 does not know them all
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::undocumented_unsafe_blocks,
    clippy::missing_safety_doc,
    dead_code,
    improper_ctypes,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unnecessary_transmutes,
    unreachable_pub,
    unsafe_op_in_unsafe_fn
)]

use crate::handwritten::{PyMethodDef, PyObject};

include!(concat!(env!("OUT_DIR"), "/c_api.rs"));
