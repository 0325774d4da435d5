//! Only a failed C call makes a marker: to say that there was one is a promise.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) -> PyResult<()> {
    Err(PyErrRaised::assume_set(ctx))
}

fn main() {}
