//! A class names its methods, even if there are none.
use cpython_api::prelude::*;

#[pyclass]
struct Counter {}

fn main() {}
