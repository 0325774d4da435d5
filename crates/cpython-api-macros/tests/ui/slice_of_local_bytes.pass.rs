// The twin of `slice_of_local_bytes.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>) -> PyResult<Vec<u8>> {
    let bytes = PyBytes::new(ctx, b"abc")?;
    Ok(bytes.as_bytes().to_vec())
}
