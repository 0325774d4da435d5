//! A function for `bytes` takes no other object.
use cpython_api::prelude::*;

fn length(bytes: Borrowed<'_, '_, PyBytes>) -> usize {
    bytes.as_bytes().len()
}

fn f(object: Borrowed<'_, '_, PyAny>) -> usize {
    length(object)
}

fn main() {}
