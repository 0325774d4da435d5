//! The type of the function is what the converter gives.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        level: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, level: u8) {
        let _ = level;
    }
}

fn main() {}
