// The twin of `method_of_another_state.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[derive(ModuleStateGc)]
pub struct State;

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self)
    }
}

#[pyclass(state = State)]
pub struct Counter {}

#[pymethods]
impl Counter {
    #[pyfunction]
    fn count(&self, _ctx: &ThreadContext<'_>, _state: &State) -> i64 {
        1
    }
}
