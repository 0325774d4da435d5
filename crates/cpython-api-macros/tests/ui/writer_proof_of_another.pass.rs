// The twin of `writer_proof_of_another.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |ctx, outer| {
        PyBytes::build(ctx, 8, |_, mut inner| {
            inner.push(1);
            Ok(inner.finish())
        })?;
        Ok(outer.finish())
    })
}
