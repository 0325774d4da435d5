//! A proof fits the cursor that made it and no other.
use cpython_api::prelude::*;

fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |ctx, outer| {
        let mut proof = None;
        PyBytes::build(ctx, 8, |_, mut inner| {
            inner.push(1);
            proof = Some(inner.finish());
            Ok(outer.finish())
        })?;
        Ok(proof.unwrap())
    })
}

fn main() {}
