//! A converter that is not known is named, with those that are.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        path: FSConverter

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, path: &str) {
        let _ = path;
    }
}

fn main() {}
