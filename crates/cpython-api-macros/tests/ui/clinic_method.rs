//! A method's table stands in the block of its class.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {}

clinic! {
    m.Class.f

        x: int

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, x: i32) {
        let _ = x;
    }
}

fn main() {}
