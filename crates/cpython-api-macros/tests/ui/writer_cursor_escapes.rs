//! A cursor does not leave the closure that it was lent to.
use cpython_api::prelude::*;

fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    let mut kept = None;
    PyBytes::build(ctx, 8, |ctx, output| {
        kept = Some(output);
        Err(PyValueError::raise(ctx, "not yet"))
    })
}

fn main() {}
