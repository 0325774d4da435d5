// The twin of `writer_cursor_escapes.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    let mut kept = 0;
    PyBytes::build(ctx, 8, |ctx, output| {
        kept = output.remaining();
        Err(PyValueError::raise(ctx, "not yet"))
    })
}
