// The twin of `writer_used_after_finish.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |_, mut output| {
        output.push(1);
        Ok(output.finish())
    })
}
