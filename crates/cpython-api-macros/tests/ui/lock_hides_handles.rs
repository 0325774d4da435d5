//! The collector does not look into a lock, so a state keeps no handles there.
use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

#[derive(ModuleStateGc)]
struct State {
    names: PyLock<Vec<Py<PyStr>>>,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self { names: PyLock::default() })
    }
}

fn main() {}
