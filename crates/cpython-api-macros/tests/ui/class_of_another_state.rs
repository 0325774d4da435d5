//! A class belongs to a module with its own state.
use cpython_api::prelude::*;

#[derive(ModuleStateGc)]
pub struct State;

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self)
    }
}


#[pyclass]
struct Counter {}

#[pymethods]
impl Counter {}

export_module! { name: m, state: State, methods: [], classes: [Counter] }

fn main() {}
