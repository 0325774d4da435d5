// The twin of `clinic_format_unit.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: int
        y: object(subclass_of="&PyUnicode_Type", type="PyObject *")

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32, y: Borrowed<'_, 'py, PyStr>) {
        let _ = (x, y);
    }
}
