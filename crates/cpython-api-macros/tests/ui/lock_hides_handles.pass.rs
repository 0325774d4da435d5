// The twin of `lock_hides_handles.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::{NoHandles, PyLock};

pub struct Stream;

impl NoHandles for Stream {}

#[derive(ModuleStateGc)]
pub struct State {
    names: PyLock<Vec<String>>,
    stream: PyLock<Stream>,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self { names: PyLock::default(), stream: PyLock::new(Stream) })
    }
}
