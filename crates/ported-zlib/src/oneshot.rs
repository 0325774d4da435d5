//! `compress` and `decompress`: a whole text at once.

use cpython_api::prelude::*;
use cpython_api::proposal::{PyBuffer, clinic};
use zlib_stream::{Deflate, Error, Inflate, Status, code};

use crate::State;
use crate::constants::{DEF_BUF_SIZE, MAX_WBITS, Z_DEFAULT_COMPRESSION, Z_FINISH};
use crate::work::{Output, config, first_room};

fn deflater(ctx: &ThreadContext<'_>, state: &State, level: i32, wbits: i32) -> PyResult<Deflate> {
    if let Some(stream) = state.spare.lock(ctx)?.take(level, wbits) {
        return Ok(stream);
    }
    Deflate::new(config(level, wbits)).map_err(|error| match error.code {
        code::MEM_ERROR => PyMemoryError::raise(ctx, "Out of memory while compressing data"),
        code::STREAM_ERROR => state.error.raise(ctx, "Bad compression level"),
        _ => state.error(ctx, &error, "while compressing data"),
    })
}

clinic! {
    zlib.compress

        data: Py_buffer
        /
        level: int(c_default="Z_DEFAULT_COMPRESSION") = Z_DEFAULT_COMPRESSION
        wbits: int(c_default="MAX_WBITS") = MAX_WBITS

    /// Compress data at once.
    ///
    /// `level` is 0 to 9, or -1 for the default; `wbits` says how large the window is, and which header there is.
    pub(crate) fn compress<'py>(
        ctx: &mut ThreadContext<'py>,
        state: &State,
        data: PyBuffer<'_, 'py>,
        level: i32,
        wbits: i32,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let content = data.read(ctx)?;
        let mut stream = deflater(ctx, state, level, wbits)?;
        let mut output = Output::new(ctx, first_room(content.len()), None)?;
        if let Err(error) = output.run(ctx, &mut stream, &content, Z_FINISH)?.result {
            return Err(state.error(ctx, &error, "while compressing data"));
        }
        if stream.reset().is_ok() {
            state.spare.lock(ctx)?.keep(level, wbits, stream);
        }
        output.finish(ctx)
    }

    zlib.decompress

        data: Py_buffer
        /
        wbits: int(c_default="MAX_WBITS") = MAX_WBITS
        bufsize: Py_ssize_t(c_default="DEF_BUF_SIZE") = DEF_BUF_SIZE

    /// Decompress data at once.
    ///
    /// `wbits` says how large the window is, and which header there is; `bufsize` how much output to begin with.
    pub(crate) fn decompress<'py>(
        ctx: &mut ThreadContext<'py>,
        state: &State,
        data: PyBuffer<'_, 'py>,
        wbits: i32,
        bufsize: isize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let Ok(bufsize) = usize::try_from(bufsize) else {
            return Err(PyValueError::raise(ctx, "bufsize must be non-negative"));
        };
        let content = data.read(ctx)?;
        let mut output = Output::new(ctx, bufsize.max(1), None)?;
        let mut stream = Inflate::new(wbits).map_err(|error| match error.code {
            code::MEM_ERROR => PyMemoryError::raise(ctx, "Out of memory while decompressing data"),
            _ => state.error(ctx, &error, "while preparing to decompress data"),
        })?;
        let error = match output.run(ctx, &mut stream, &content, Z_FINISH)?.result {
            Ok(Status::End) => return output.finish(ctx),
            Ok(Status::NeedDictionary) => Error { code: code::NEED_DICT, message: None },
            Ok(_) => Error { code: code::BUF_ERROR, message: None },
            Err(error) => error,
        };
        Err(match error.code {
            code::MEM_ERROR => PyMemoryError::raise(ctx, "Out of memory while decompressing data"),
            _ => state.error(ctx, &error, "while decompressing data"),
        })
    }
}
