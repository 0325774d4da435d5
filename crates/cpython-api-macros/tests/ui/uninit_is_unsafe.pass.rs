// The twin of `uninit_is_unsafe.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(ctx, 4, |_content| Ok(()))
}
