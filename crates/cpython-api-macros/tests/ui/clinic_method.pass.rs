// The twin of `clinic_method.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    clinic! {
        m.Class.f

            x: int

        fn f<'py>(&self, _ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
            let _ = x;
        }
    }
}
