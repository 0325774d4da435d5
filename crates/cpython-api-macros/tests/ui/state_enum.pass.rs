// The twin of `state_enum.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[derive(ModuleStateGc)]
pub struct State {
    one: bool,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self { one: true })
    }
}
