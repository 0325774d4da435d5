//! The allocator gives no more than eight bytes of alignment.
use cpython_api::prelude::*;

#[repr(align(64))]
struct State(u8);

impl ModuleState for State {
    type Gc = NoGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self(0))
    }
}

export_module! { name: m, state: State, methods: [] }

fn main() {}
