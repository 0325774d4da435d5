// The twin of `writer_proof_is_not_made.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |_, mut output| {
        output.extend_from_slice(&[0; 8]);
        Ok(output.finish())
    })
}
