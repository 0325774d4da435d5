// The twin of `clinic_optional_group.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: int = 0

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
        let _ = x;
    }
}
