//! A byte that was never written has no value to read.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    unsafe {
        PyBytes::new_with_uninit(ctx, 4, |content| {
            let first: u8 = content[0];
            content[1].write(first);
            Ok(())
        })
    }
}

fn main() {}
