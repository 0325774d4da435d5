//! The names are those of the table.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        level: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, strength: i32) {
        let _ = strength;
    }
}

clinic! {
    m.g

        level as strength: int

    fn g<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, level: i32) {
        let _ = level;
    }
}

fn main() {}
