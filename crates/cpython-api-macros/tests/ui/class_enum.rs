//! A payload is a struct.
use cpython_api::prelude::*;

#[pyclass]
enum Counter {
    Zero,
}

fn main() {}
