// The twin of `clinic_not_read.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    @permit_long_summary
    m.f

        x: int
        /
        y: int = 1
        *
        z: int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32, y: i32, z: i32) {
        let _ = (x, y, z);
    }
}
