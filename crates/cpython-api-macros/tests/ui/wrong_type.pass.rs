// The twin of `wrong_type.rs`: the same, as it should be.
use cpython_api::prelude::*;

fn length(bytes: Borrowed<'_, '_, PyBytes>) -> usize {
    bytes.as_bytes().len()
}

pub fn f<'py>(ctx: &ThreadContext<'py>, object: Borrowed<'_, 'py, PyAny>) -> PyResult<usize> {
    Ok(length(object.cast::<PyBytes>(ctx)?))
}
