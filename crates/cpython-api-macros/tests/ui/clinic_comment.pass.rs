// The twin of `clinic_comment.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: int

    /// Do it.
    fn f(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32) {
        let _ = x;
    }
}
