//! Without zeroes, that every byte is written is a promise of yours.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with_uninit(ctx, 4, |_content| Ok(()))
}

fn main() {}
