// The twin of `state_alignment.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[repr(align(8))]
pub struct State(pub u8);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self(0))
    }
}

export_module! { name: state_alignment, state: State, methods: [] }
