//! `compressobj` and the type of what it returns.

use cpython_api::prelude::*;
use cpython_api::proposal::{NoHandles, PyBuffer, PyLock, clinic};
use zlib_stream::{Config, Deflate, Status, code};

use crate::State;
use crate::constants::{
    DEF_BUF_SIZE, DEF_MEM_LEVEL, DEFLATED, MAX_WBITS, Z_DEFAULT_COMPRESSION, Z_DEFAULT_STRATEGY, Z_FINISH, Z_NO_FLUSH,
};
use crate::work::{GONE, Int, Output, ends, first_room};

/// `None` after the end: then every method refuses, as C's does with a stream that it has ended.
struct Slot(Option<Deflate>);

impl NoHandles for Slot {}

#[pyclass(name = "zlib.Compress", state = State)]
pub(crate) struct Compress {
    stream: PyLock<Slot>,
}

clinic! {
    zlib.compressobj

        level: int(c_default="Z_DEFAULT_COMPRESSION") = Z_DEFAULT_COMPRESSION
        method: int(c_default="DEFLATED") = DEFLATED
        wbits: int(c_default="MAX_WBITS") = MAX_WBITS
        memLevel: int(c_default="DEF_MEM_LEVEL") = DEF_MEM_LEVEL
        strategy: int(c_default="Z_DEFAULT_STRATEGY") = Z_DEFAULT_STRATEGY
        zdict: Py_buffer = None

    /// Return a compressor object.
    ///
    /// It compresses piece by piece. `zdict` is what the decompressor will know beforehand.
    #[allow(clippy::too_many_arguments, non_snake_case, reason = "the names and the number are C's")]
    pub(crate) fn compressobj<'py>(
        ctx: &ThreadContext<'py>,
        state: &State,
        level: i32,
        method: i32,
        wbits: i32,
        memLevel: i32,
        strategy: i32,
        zdict: Option<PyBuffer<'_, 'py>>,
    ) -> PyResult<Bound<'py, PyInstance<Compress>>> {
        let zdict = zdict.map(|zdict| zdict.read(ctx)).transpose()?;
        if zdict.as_ref().is_some_and(|zdict| u32::try_from(zdict.len()).is_err()) {
            return Err(PyOverflowError::raise(ctx, "zdict length does not fit in an unsigned int"));
        }
        let config = Config { level, method, window_bits: wbits, mem_level: memLevel, strategy };
        let mut stream = Deflate::new(config).map_err(|error| match error.code {
            code::MEM_ERROR => PyMemoryError::raise(ctx, "Can't allocate memory for compression object"),
            code::STREAM_ERROR => PyValueError::raise(ctx, "Invalid initialization option"),
            _ => state.error(ctx, &error, "while creating compression object"),
        })?;
        if let Some(zdict) = zdict {
            stream.set_dictionary(&zdict).map_err(|error| match error.code {
                code::STREAM_ERROR => PyValueError::raise(ctx, "Invalid dictionary"),
                _ => PyValueError::raise(ctx, "deflateSetDictionary()"),
            })?;
        }
        state.compress.new_instance(ctx, Compress { stream: PyLock::new(Slot(Some(stream))) })
    }
}

#[pymethods]
impl Compress {
    /// Compress a piece; some of it may come with the next, or with flush.
    #[pyfunction(signature = (data, /))]
    fn compress<'py>(
        &self,
        ctx: &mut ThreadContext<'py>,
        state: &State,
        data: PyBuffer<'_, 'py>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let content = data.read(ctx)?;
        let mut guard = self.stream.lock(ctx)?;
        let Some(stream) = &mut guard.0 else {
            drop(guard);
            return Err(state.error(ctx, &GONE, "while compressing data"));
        };
        let mut output = Output::new(ctx, first_room(content.len()), None)?;
        let result = output.run(ctx, stream, &content, Z_NO_FLUSH)?.result;
        drop(guard);
        match result {
            Ok(_) => output.finish(ctx),
            Err(error) => Err(state.error(ctx, &error, "while compressing data")),
        }
    }

    /// What is still to come. After Z_FINISH, the default, nothing more may be compressed.
    #[pyfunction(signature = (mode = Int(Z_FINISH), /))]
    fn flush<'py>(&self, ctx: &mut ThreadContext<'py>, state: &State, mode: Int) -> PyResult<Bound<'py, PyBytes>> {
        if mode.0 == Z_NO_FLUSH {
            return PyBytes::new(ctx, b"");
        }
        let mut guard = self.stream.lock(ctx)?;
        let Some(stream) = &mut guard.0 else {
            drop(guard);
            return Err(state.error(ctx, &GONE, "while flushing"));
        };
        let mut output = Output::new(ctx, DEF_BUF_SIZE as usize, None)?;
        let result = output.run(ctx, stream, &[], mode.0)?.result;
        if ends(mode.0) && result == Ok(Status::End) {
            guard.0 = None;
        }
        drop(guard);
        match result {
            Ok(_) => output.finish(ctx),
            Err(error) => Err(state.error(ctx, &error, "while flushing")),
        }
    }

    /// Another object that goes on from the same place.
    #[pyfunction(signature = ())]
    fn copy<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        _state: &State,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        let copied = {
            let mut guard = slf.payload(ctx)?.stream.lock(ctx)?;
            guard.0.as_mut().map_or(Err(GONE), Deflate::try_clone)
        };
        let stream = copied.map_err(|error| match error.code {
            code::MEM_ERROR => PyMemoryError::raise(ctx, "Can't allocate memory for compression object"),
            _ => PyValueError::raise(ctx, "Inconsistent stream state"),
        })?;
        slf.class(ctx).new_instance(ctx, Self { stream: PyLock::new(Slot(Some(stream))) })
    }

    #[pyfunction(signature = ())]
    fn __copy__<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        state: &State,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        Self::copy(slf, ctx, state)
    }

    #[pyfunction(signature = (_memo, /))]
    fn __deepcopy__<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        state: &State,
        _memo: Borrowed<'_, 'py, PyAny>,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        Self::copy(slf, ctx, state)
    }
}
