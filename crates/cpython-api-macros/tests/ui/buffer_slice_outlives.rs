//! A slice lives no longer than the content that was read.
use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

fn f<'a, 'py>(ctx: &ThreadContext<'py>, data: PyBuffer<'a, 'py>) -> PyResult<&'a [u8]> {
    let content = data.read(ctx)?;
    Ok(&content)
}

fn main() {}
