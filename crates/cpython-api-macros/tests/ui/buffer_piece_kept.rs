//! A piece is overwritten by the next, so it is gone by then.
use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

fn f<'py>(ctx: &ThreadContext<'py>, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    let mut chunks = data.chunks(16);
    let first = chunks.next(ctx)?;
    let _second = chunks.next(ctx)?;
    Ok(first.map_or(0, |piece| piece.len()))
}

fn main() {}
