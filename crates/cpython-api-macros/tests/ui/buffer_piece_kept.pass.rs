// The twin of `buffer_piece_kept.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

pub fn f<'py>(ctx: &ThreadContext<'py>, data: PyBuffer<'_, 'py>) -> PyResult<usize> {
    let mut chunks = data.chunks(16);
    let first = chunks.next(ctx)?.map_or(0, |piece| piece.len());
    let _second = chunks.next(ctx)?;
    Ok(first)
}
