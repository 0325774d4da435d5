#![allow(dead_code, non_snake_case, unused_imports)]
use cpython_sys::*;
use std::ffi::*;

include!("cell.rs");
