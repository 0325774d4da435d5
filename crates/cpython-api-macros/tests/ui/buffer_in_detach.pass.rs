// The twin of `buffer_in_detach.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

pub fn f<'py>(ctx: &mut ThreadContext<'py>, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    let content = data.read(ctx)?;
    ctx.detach(|| content.len())
}
