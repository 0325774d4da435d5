//! `adler32` and `crc32`.

use cpython_api::prelude::*;
use cpython_api::proposal::clinic::ssize;
use cpython_api::proposal::{PyBuffer, clinic};

use crate::State;

/// From this length on others may run meanwhile, as in C.
const WORTH_DETACHING: usize = 5 * 1024;
/// How much of an exporter is copied at a time: what fits a core's own cache.
const PIECE: usize = 256 * 1024;

/// Feed the whole of `data` to a running checksum.
fn checksum<'py>(
    ctx: &mut ThreadContext<'py>,
    data: &PyBuffer<'_, 'py>,
    mut value: u32,
    update: fn(u32, &[u8]) -> u32,
) -> PyResult<u32> {
    let mut chunks = data.chunks(PIECE);
    while let Some(piece) = chunks.next(ctx)? {
        value = if data.len() > WORTH_DETACHING {
            ctx.detach_or_stay(|| update(value, piece))
        } else {
            update(value, piece)
        };
    }
    Ok(value)
}

clinic! {
    zlib.adler32

        data: Py_buffer
        value: unsigned_int(bitwise=True) = 1
        /

    /// Compute an Adler-32 checksum of data.
    ///
    /// `value` is the checksum so far.
    pub(crate) fn adler32<'py>(
        ctx: &mut ThreadContext<'py>,
        _state: &State,
        data: PyBuffer<'_, 'py>,
        value: u32,
    ) -> PyResult<u32> {
        checksum(ctx, &data, value, zlib_stream::adler32)
    }

    zlib.crc32

        data: Py_buffer
        value: unsigned_int(bitwise=True) = 0
        /

    /// Compute a CRC-32 checksum of data.
    ///
    /// `value` is the checksum so far.
    pub(crate) fn crc32<'py>(
        ctx: &mut ThreadContext<'py>,
        _state: &State,
        data: PyBuffer<'_, 'py>,
        value: u32,
    ) -> PyResult<u32> {
        checksum(ctx, &data, value, zlib_stream::crc32)
    }

    zlib.adler32_combine

        adler1: unsigned_int(bitwise=True)
        adler2: unsigned_int(bitwise=True)
        len2: object(subclass_of="&PyLong_Type")
        /

    /// Combine two Adler-32 checksums into one, from the length of the second text.
    pub(crate) fn adler32_combine<'py>(
        ctx: &ThreadContext<'py>,
        _state: &State,
        adler1: u32,
        adler2: u32,
        len2: Borrowed<'_, 'py, PyLong>,
    ) -> PyResult<u32> {
        Ok(zlib_stream::adler32_combine(adler1, adler2, length(ctx, len2)?))
    }

    zlib.crc32_combine

        crc1: unsigned_int(bitwise=True)
        crc2: unsigned_int(bitwise=True)
        len2: object(subclass_of="&PyLong_Type")
        /

    /// Combine two CRC-32 checksums into one, from the length of the second text.
    pub(crate) fn crc32_combine<'py>(
        ctx: &ThreadContext<'py>,
        _state: &State,
        crc1: u32,
        crc2: u32,
        len2: Borrowed<'_, 'py, PyLong>,
    ) -> PyResult<u32> {
        Ok(zlib_stream::crc32_combine(crc1, crc2, length(ctx, len2)?))
    }
}

fn length<'py>(ctx: &ThreadContext<'py>, len2: Borrowed<'_, 'py, PyLong>) -> PyResult<i64> {
    match ssize(ctx, len2.as_any())? {
        length if length < 0 => Err(PyValueError::raise(ctx, "len2 must be non-negative")),
        length => Ok(length as i64),
    }
}
