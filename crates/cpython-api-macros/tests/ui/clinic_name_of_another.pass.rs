// The twin of `clinic_name_of_another.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.match

        level as strength: int
        type: int
        mod: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, strength: i32, r#type: i32, r#mod: i32) {
        let _ = (strength, r#type, r#mod);
    }
}
