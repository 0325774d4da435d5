//! A number cannot be absent.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: int = None

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
        let _ = x;
    }
}

fn main() {}
