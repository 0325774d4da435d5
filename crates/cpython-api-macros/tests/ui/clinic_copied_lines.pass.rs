// The twin of `clinic_copied_lines.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.g

        x: int

    fn g(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32) {
        let _ = x;
    }

    m.f = m.g

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32) {
        let _ = x;
    }
}
