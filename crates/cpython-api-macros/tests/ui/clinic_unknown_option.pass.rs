// The twin of `clinic_unknown_option.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        name: object(subclass_of="&PyUnicode_Type")

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, name: Borrowed<'_, 'py, PyStr>) {
        let _ = name;
    }
}
