//! The state outlives every attachment.
use cpython_api::prelude::*;

struct State(Bound<'static, PyAny>);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Err(PyValueError::raise(_ctx, "x"))
    }
}

fn main() {}
