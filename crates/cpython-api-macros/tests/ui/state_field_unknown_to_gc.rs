//! The collector is told of every reference.
use cpython_api::prelude::*;

struct Hidden(Py<PyAny>);

#[derive(ModuleStateGc)]
struct State {
    hidden: Hidden,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self { hidden: Hidden(_ctx.none().unbind()) })
    }
}

fn main() {}
