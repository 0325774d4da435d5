// The twin of `handle_is_not_made.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(ctx)
}
