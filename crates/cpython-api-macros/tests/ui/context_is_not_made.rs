//! Only a callback makes a context.
use cpython_api::prelude::*;

fn f() {
    let _ctx = ThreadContext { detach: None };
}

fn main() {}
