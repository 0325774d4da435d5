// The twin of `uninit_is_not_read.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(ctx, 4, |content| {
        let first: u8 = content[0];
        content[1] = first;
        Ok(())
    })
}
