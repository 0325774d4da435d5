// The twin of `state_not_sync.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub struct State(pub std::sync::atomic::AtomicU32);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self(std::sync::atomic::AtomicU32::new(0)))
    }
}
