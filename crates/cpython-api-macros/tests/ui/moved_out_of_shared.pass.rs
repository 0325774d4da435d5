// The twin of `moved_out_of_shared.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub struct Keeper {
    object: Py<PyAny>,
}

impl Keeper {
    pub fn take(&self, ctx: &ThreadContext<'_>) -> Py<PyAny> {
        self.object.clone_ref(ctx)
    }
}
