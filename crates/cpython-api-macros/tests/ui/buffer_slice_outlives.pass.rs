// The twin of `buffer_slice_outlives.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::{Content, PyBuffer};

pub fn f<'a, 'py>(ctx: &ThreadContext<'py>, data: PyBuffer<'a, 'py>) -> PyResult<Content<'a>> {
    data.read(ctx)
}
