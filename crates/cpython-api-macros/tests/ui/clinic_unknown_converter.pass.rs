// The twin of `clinic_unknown_converter.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        path: object

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, path: Borrowed<'_, 'py, PyAny>) {
        let _ = path;
    }
}
