//! The marker says something about one thread.
use cpython_api::prelude::*;

fn f(ctx: &ThreadContext<'_>) {
    let error = PyValueError::raise(ctx, "x");
    std::thread::spawn(move || drop(error));
}

fn main() {}
