//! Lines are taken from an entry above.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f = m.g

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32) {
        let _ = x;
    }
}

fn main() {}
