#![allow(unused_imports)]
use cpython_api::prelude::*;

include!("cell.rs");

cpython_api::export_cell!(name = "cell");
