//! A method of a class is no function of a module.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.Class.f

        x: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
        let _ = x;
    }
}

fn main() {}
