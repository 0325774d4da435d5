//! Nothing attached comes out of detached code.
use cpython_api::prelude::*;

fn f<'py>(ctx: &mut ThreadContext<'py>, object: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    ctx.detach(move || object)
}

fn main() {}
