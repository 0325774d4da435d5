//! Optional groups are from another time.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        [
        x: int
        ]

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
        let _ = x;
    }
}

fn main() {}
