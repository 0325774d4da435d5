// The twin of `state_holds_bound.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub struct State(pub Py<PyAny>);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self(_ctx.none().unbind()))
    }
}
