//! `_ZlibDecompressor`: one stream, with the input that it could not use yet kept inside. What `gzip` reads with.

use cpython_api::prelude::*;
use cpython_api::proposal::{NoHandles, PyBuffer, PyLock};
use zlib_stream::{Inflate, Status};

use crate::State;
use crate::constants::{DEF_BUF_SIZE, MAX_WBITS, Z_SYNC_FLUSH};
use crate::decompressor::{dictionary, finish, inflater, run};
use crate::work::{Given, Int, Output, Size, append, kept};

struct Reading {
    stream: Inflate,
    zdict: Option<Vec<u8>>,
    /// Input that a limit left over.
    kept: Vec<u8>,
    unused_data: Vec<u8>,
    eof: bool,
    needs_input: bool,
}

impl NoHandles for Reading {}

/// Create a decompressor object for decompressing data incrementally.
///
/// `zdict` is what the compressor knew beforehand.
#[pyclass(name = "zlib._ZlibDecompressor", state = State)]
pub(crate) struct ZlibDecompressor {
    reading: PyLock<Reading>,
}

#[pymethods]
impl ZlibDecompressor {
    #[new(signature = (wbits = Int(MAX_WBITS), zdict = Given(None)))]
    fn new<'py>(ctx: &ThreadContext<'py>, state: &State, wbits: Int, zdict: Given<'_, 'py>) -> PyResult<Self> {
        let zdict = zdict.0.map(|zdict| dictionary(ctx, zdict)).transpose()?;
        let stream = inflater(ctx, state, wbits.0, zdict.as_deref())?;
        let (kept, unused_data) = (Vec::new(), Vec::new());
        let reading = Reading { stream, zdict, kept, unused_data, eof: false, needs_input: true };
        Ok(Self { reading: PyLock::new(reading) })
    }

    /// Decompress a piece; at most max_length bytes, unless that is negative.
    #[pyfunction(signature = (data, max_length = Size(-1)))]
    fn decompress<'py>(
        &self,
        ctx: &mut ThreadContext<'py>,
        state: &State,
        data: PyBuffer<'_, 'py>,
        max_length: Size,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let content = data.read(ctx)?;
        let limit = usize::try_from(max_length.0).ok();
        let mut output = Output::new(ctx, DEF_BUF_SIZE as usize, limit)?;
        let mut guard = self.reading.lock(ctx)?;
        let reading = &mut *guard;
        if reading.eof {
            drop(guard);
            return Err(raise_eof(ctx));
        }
        if !reading.kept.is_empty() {
            append(ctx, &mut reading.kept, &content)?;
        }
        let joined = std::mem::take(&mut reading.kept);
        let input = if joined.is_empty() { &*content } else { &*joined };
        let done = run(ctx, &mut output, &mut reading.stream, input, Z_SYNC_FLUSH, reading.zdict.as_deref())?;
        let rest = &input[done.consumed..];
        reading.eof = done.result == Ok(Status::End);
        if reading.eof {
            reading.unused_data = kept(ctx, rest)?;
            reading.needs_input = false;
        } else {
            reading.kept = kept(ctx, rest)?;
            // As in C: also when a limit holds output back that needs no more input.
            reading.needs_input = rest.is_empty();
        }
        drop(guard);
        finish(ctx, state, output, done)
    }

    #[getter]
    fn unused_data<'py>(&self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::new(ctx, &self.reading.lock(ctx)?.unused_data)
    }

    #[getter]
    fn eof(&self, ctx: &ThreadContext<'_>) -> PyResult<bool> {
        Ok(self.reading.lock(ctx)?.eof)
    }

    #[getter]
    fn needs_input(&self, ctx: &ThreadContext<'_>) -> PyResult<bool> {
        Ok(self.reading.lock(ctx)?.needs_input)
    }
}

fn raise_eof(ctx: &ThreadContext<'_>) -> PyErrRaised {
    PyEOFError::raise(ctx, "End of stream already reached")
}
