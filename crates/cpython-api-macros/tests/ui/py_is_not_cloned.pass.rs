// The twin of `py_is_not_cloned.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(ctx: &ThreadContext<'_>, object: &Py<PyAny>) -> Py<PyAny> {
    object.clone_ref(ctx)
}
