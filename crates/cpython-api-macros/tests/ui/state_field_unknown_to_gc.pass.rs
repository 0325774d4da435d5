// The twin of `state_field_unknown_to_gc.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[derive(ModuleStateGc)]
pub struct State {
    seen: Option<Py<PyAny>>,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self { seen: Some(_ctx.none().unbind()) })
    }
}
