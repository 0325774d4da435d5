//! Finished output is not written to again.
use cpython_api::prelude::*;

fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |_, mut output| {
        let proof = output.finish();
        output.push(1);
        Ok(proof)
    })
}

fn main() {}
