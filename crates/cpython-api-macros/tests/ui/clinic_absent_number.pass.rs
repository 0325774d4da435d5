// The twin of `clinic_absent_number.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: Py_ssize_t(accept={int, NoneType}) = None
        y: Py_ssize_t(accept={int, NoneType}) = -1

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: Option<isize>, y: isize) {
        let _ = (x, y);
    }
}
