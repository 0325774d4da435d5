// The twin of `clinic_type_of_another.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        level: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, level: i32) {
        let _ = level;
    }
}
