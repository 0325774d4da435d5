//! `decompressobj` and the type of what it returns.

use cpython_api::FromPyObject;
use cpython_api::prelude::*;
use cpython_api::proposal::{NoHandles, PyBuffer, PyLock, clinic};
use zlib_stream::{Error, Inflate, Status, code};

use crate::State;
use crate::constants::{DEF_BUF_SIZE, MAX_WBITS, Z_FINISH, Z_SYNC_FLUSH};
use crate::work::{Done, GONE, Output, Size, append, kept};

/// What a decompressor is: its stream, what it still needs, and what it could not use.
pub(crate) struct Reading {
    /// `None` after the end, if flush has seen it.
    stream: Option<Inflate>,
    zdict: Option<Vec<u8>>,
    unused_data: Vec<u8>,
    unconsumed_tail: Vec<u8>,
    eof: bool,
}

impl NoHandles for Reading {}

#[pyclass(name = "zlib.Decompress", state = State)]
pub(crate) struct Decompress {
    reading: PyLock<Reading>,
}

/// A dictionary given as any object.
pub(crate) fn dictionary<'py>(ctx: &ThreadContext<'py>, zdict: Borrowed<'_, 'py, PyAny>) -> PyResult<Vec<u8>> {
    let buffer = PyBuffer::extract(ctx, zdict).map_err(|error| {
        if error.matches(ctx, PyTypeError::class(ctx)) {
            error.clear(ctx);
            return PyTypeError::raise(ctx, "zdict argument must support the buffer protocol");
        }
        error
    })?;
    kept(ctx, &buffer.read(ctx)?)
}

/// A stream. One without header takes its dictionary at once, any other asks for it.
pub(crate) fn inflater(ctx: &ThreadContext<'_>, state: &State, wbits: i32, zdict: Option<&[u8]>) -> PyResult<Inflate> {
    let mut stream = Inflate::new(wbits).map_err(|error| match error.code {
        code::STREAM_ERROR => PyValueError::raise(ctx, "Invalid initialization option"),
        code::MEM_ERROR => PyMemoryError::raise(ctx, "Can't allocate memory for decompression object"),
        _ => state.error(ctx, &error, "while creating decompression object"),
    })?;
    if let Some(zdict) = zdict.filter(|_| wbits < 0) {
        stream.set_dictionary(zdict).map_err(|error| state.error(ctx, &error, "while setting zdict"))?;
    }
    Ok(stream)
}

/// Run, and give the dictionary when it is asked for.
pub(crate) fn run<'py>(
    ctx: &mut ThreadContext<'py>,
    output: &mut Output<'py>,
    stream: &mut Inflate,
    input: &[u8],
    flush: i32,
    zdict: Option<&[u8]>,
) -> PyResult<Done> {
    let mut done = output.run(ctx, stream, input, flush)?;
    while let (Ok(Status::NeedDictionary), Some(zdict)) = (&done.result, zdict) {
        let before = done.consumed;
        if let Err(error) = stream.set_dictionary(zdict) {
            return Ok(Done { consumed: before, result: Err(error), about_zdict: true });
        }
        done = output.run(ctx, stream, &input[before..], flush)?;
        done.consumed += before;
    }
    Ok(done)
}

/// The output, or what C calls an error: a missing dictionary is one.
pub(crate) fn finish<'py>(
    ctx: &ThreadContext<'py>,
    state: &State,
    output: Output<'py>,
    done: Done,
) -> PyResult<Bound<'py, PyBytes>> {
    let error = match done.result {
        Ok(Status::NeedDictionary) => Error { code: code::NEED_DICT, message: None },
        Ok(_) => return output.finish(ctx),
        Err(error) => error,
    };
    let during = if done.about_zdict { "while setting zdict" } else { "while decompressing data" };
    Err(state.error(ctx, &error, during))
}

clinic! {
    zlib.decompressobj

        wbits: int(c_default="MAX_WBITS") = MAX_WBITS
        zdict: object(c_default="NULL") = b""

    /// Return a decompressor object.
    ///
    /// It decompresses piece by piece. `zdict` is what the compressor knew beforehand.
    pub(crate) fn decompressobj<'py>(
        ctx: &ThreadContext<'py>,
        state: &State,
        wbits: i32,
        zdict: Option<Borrowed<'_, 'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyInstance<Decompress>>> {
        let zdict = zdict.map(|zdict| dictionary(ctx, zdict)).transpose()?;
        let stream = Some(inflater(ctx, state, wbits, zdict.as_deref())?);
        let reading = Reading { stream, zdict, unused_data: Vec::new(), unconsumed_tail: Vec::new(), eof: false };
        state.decompress.new_instance(ctx, Decompress { reading: PyLock::new(reading) })
    }
}

impl Reading {
    /// Keep what was not used, as `unused_data` after the end and as `unconsumed_tail` before it.
    fn keep(&mut self, ctx: &ThreadContext<'_>, rest: &[u8], result: &Result<Status, Error>) -> PyResult<()> {
        if *result == Ok(Status::End) {
            self.eof = true;
            self.unconsumed_tail.clear();
            append(ctx, &mut self.unused_data, rest)?;
        } else {
            self.unconsumed_tail = kept(ctx, rest)?;
        }
        Ok(())
    }
}

#[pymethods]
impl Decompress {
    /// Decompress a piece; at most max_length bytes, unless that is zero. The input not used then is unconsumed_tail.
    #[pyfunction(signature = (data, /, max_length = Size(0)))]
    fn decompress<'py>(
        &self,
        ctx: &mut ThreadContext<'py>,
        state: &State,
        data: PyBuffer<'_, 'py>,
        max_length: Size,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let Ok(limit) = usize::try_from(max_length.0) else {
            return Err(PyValueError::raise(ctx, "max_length must be non-negative"));
        };
        let content = data.read(ctx)?;
        let mut output = Output::new(ctx, DEF_BUF_SIZE as usize, Some(limit).filter(|limit| *limit > 0))?;
        let mut guard = self.reading.lock(ctx)?;
        let reading = &mut *guard;
        let done = match &mut reading.stream {
            Some(stream) => run(ctx, &mut output, stream, &content, Z_SYNC_FLUSH, reading.zdict.as_deref())?,
            None => Done::new(0, Err(GONE)),
        };
        reading.keep(ctx, &content[done.consumed..], &done.result)?;
        drop(guard);
        finish(ctx, state, output, done)
    }

    /// What is still to come of the input that was kept. `length` is how much output to begin with.
    #[pyfunction(signature = (length = Size(DEF_BUF_SIZE), /))]
    fn flush<'py>(&self, ctx: &mut ThreadContext<'py>, state: &State, length: Size) -> PyResult<Bound<'py, PyBytes>> {
        let Some(first) = usize::try_from(length.0).ok().filter(|length| *length > 0) else {
            return Err(PyValueError::raise(ctx, "length must be greater than zero"));
        };
        let mut output = Output::new(ctx, first, None)?;
        let mut guard = self.reading.lock(ctx)?;
        let reading = &mut *guard;
        let Some(stream) = &mut reading.stream else {
            drop(guard);
            return output.finish(ctx);
        };
        let tail = std::mem::take(&mut reading.unconsumed_tail);
        let done = run(ctx, &mut output, stream, &tail, Z_FINISH, reading.zdict.as_deref())?;
        reading.keep(ctx, &tail[done.consumed..], &done.result)?;
        if done.result == Ok(Status::End) {
            reading.stream = None;
        }
        drop(guard);
        finish(ctx, state, output, done)
    }

    /// Another object that goes on from the same place.
    #[pyfunction(signature = ())]
    fn copy<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        _state: &State,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        let mut guard = slf.payload(ctx)?.reading.lock(ctx)?;
        let stream = guard.stream.as_mut().map_or(Err(GONE), Inflate::try_clone).map_err(|error| match error.code {
            code::MEM_ERROR => PyMemoryError::raise(ctx, "Can't allocate memory for decompression object"),
            _ => PyValueError::raise(ctx, "Inconsistent stream state"),
        })?;
        let reading = Reading {
            stream: Some(stream),
            zdict: guard.zdict.as_deref().map(|zdict| kept(ctx, zdict)).transpose()?,
            unused_data: kept(ctx, &guard.unused_data)?,
            unconsumed_tail: kept(ctx, &guard.unconsumed_tail)?,
            eof: guard.eof,
        };
        drop(guard);
        slf.class(ctx).new_instance(ctx, Self { reading: PyLock::new(reading) })
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

    #[getter]
    fn unused_data<'py>(&self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::new(ctx, &self.reading.lock(ctx)?.unused_data)
    }

    #[getter]
    fn unconsumed_tail<'py>(&self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::new(ctx, &self.reading.lock(ctx)?.unconsumed_tail)
    }

    #[getter]
    fn eof(&self, ctx: &ThreadContext<'_>) -> PyResult<bool> {
        Ok(self.reading.lock(ctx)?.eof)
    }
}
