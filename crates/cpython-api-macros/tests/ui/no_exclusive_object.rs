//! There is no exclusive reference to an object: others have pointers to it.
use cpython_api::prelude::*;

fn f<'a>(object: &'a mut Bound<'_, PyAny>) -> &'a mut PyAny {
    &mut **object
}

fn main() {}
