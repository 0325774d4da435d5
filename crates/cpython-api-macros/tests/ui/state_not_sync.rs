//! Several threads read the state at once.
use cpython_api::prelude::*;

struct State(std::cell::Cell<u32>);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self(std::cell::Cell::new(0)))
    }
}

fn main() {}
