//! A view is released on the thread that took it: it does not go into detached code, its content does.
use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

fn f<'py>(ctx: &mut ThreadContext<'py>, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    ctx.detach(|| data.len())
}

fn main() {}
