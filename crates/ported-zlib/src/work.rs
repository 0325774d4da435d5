//! Between a stream and a growing output: the one loop that all of the module's work goes through.

use std::mem::MaybeUninit;

use cpython_api::FromPyObject;
use cpython_api::prelude::*;
use cpython_api::proposal::{BytesWriter, NoHandles, clinic};
use zlib_stream::{Config, Deflate, Error, Inflate, Status, Step, code};

use crate::State;
use crate::constants::{DEF_BUF_SIZE, Z_FINISH, Z_NO_FLUSH};

/// A stream of either kind.
pub(crate) trait Work: Send {
    fn step<'o>(&mut self, input: &[u8], output: &'o mut [MaybeUninit<u8>], flush: i32) -> Step<'o>;
}

impl Work for Deflate {
    fn step<'o>(&mut self, input: &[u8], output: &'o mut [MaybeUninit<u8>], flush: i32) -> Step<'o> {
        Deflate::step(self, input, output, flush)
    }
}

impl Work for Inflate {
    fn step<'o>(&mut self, input: &[u8], output: &'o mut [MaybeUninit<u8>], flush: i32) -> Step<'o> {
        Inflate::step(self, input, output, flush)
    }
}

/// How the work ended, and how much of the input is used up.
pub(crate) struct Done {
    pub(crate) consumed: usize,
    pub(crate) result: Result<Status, Error>,
    /// Whether the error is about the dictionary.
    pub(crate) about_zdict: bool,
}

impl Done {
    pub(crate) fn new(consumed: usize, result: Result<Status, Error>) -> Self {
        Self { consumed, result, about_zdict: false }
    }
}

/// Output that may be limited.
pub(crate) struct Output<'py> {
    writer: BytesWriter<'py>,
    limit: Option<usize>,
}

impl<'py> Output<'py> {
    pub(crate) fn new(ctx: &ThreadContext<'py>, first: usize, limit: Option<usize>) -> PyResult<Self> {
        let first = first.min(limit.unwrap_or(usize::MAX));
        Ok(Self { writer: BytesWriter::new(ctx, first)?, limit })
    }

    /// Make room, unless the limit is reached.
    fn has_room(&mut self, ctx: &ThreadContext<'py>) -> PyResult<bool> {
        if self.writer.len() < self.writer.capacity() {
            return Ok(true);
        }
        let more = self.writer.capacity().max(DEF_BUF_SIZE as usize);
        let wanted = self.writer.len().saturating_add(more).min(self.limit.unwrap_or(usize::MAX));
        self.writer.grow_to(ctx, wanted)?;
        Ok(self.writer.len() < self.writer.capacity())
    }

    pub(crate) fn finish(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.writer.finish(ctx)
    }

    /// Run a stream until the input is used up and nothing more comes, an end, an error, or the limit. Detached.
    pub(crate) fn run(
        &mut self,
        ctx: &mut ThreadContext<'py>,
        stream: &mut impl Work,
        input: &[u8],
        flush: i32,
    ) -> PyResult<Done> {
        let (mut consumed, mut begun) = (0, false);
        loop {
            // Without any room a stream may still take input, as much as makes no output.
            if !self.has_room(ctx)? && begun {
                return Ok(Done::new(consumed, Ok(Status::Ok)));
            }
            begun = true;
            let rest = &input[consumed..];
            // zlib counts in 32 bits: what is beyond is not the last piece.
            let flush = if u32::try_from(rest.len()).is_err() { Z_NO_FLUSH } else { flush };
            let (used, result, full) = self.writer.fill(ctx, |ctx, mut room| {
                let stream = &mut *stream;
                let (room, used, result) = ctx.detach_or_stay(move || {
                    let (used, result) = room.write_with(|room| {
                        let step = stream.step(rest, room, flush);
                        (step.written, (step.consumed, step.result))
                    });
                    (room, used, result)
                });
                let full = room.remaining() == 0;
                Ok((room.finish(), (used, result, full)))
            })?;
            consumed += used;
            let more = full || (used > 0 && consumed < input.len());
            match result {
                Ok(Status::Ok | Status::NoProgress) if more => {}
                result => return Ok(Done::new(consumed, result)),
            }
        }
    }
}

/// More bytes at the end. Input may be as large as memory, and C raises where there is none.
pub(crate) fn append(ctx: &ThreadContext<'_>, target: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
    target.try_reserve(bytes.len()).map_err(|_| PyMemoryError::raise(ctx, ""))?;
    target.extend_from_slice(bytes);
    Ok(())
}

/// A copy to keep.
pub(crate) fn kept(ctx: &ThreadContext<'_>, bytes: &[u8]) -> PyResult<Vec<u8>> {
    let mut copy = Vec::new();
    append(ctx, &mut copy, bytes)?;
    Ok(copy)
}

/// A room for the first output: enough for short ones, and a start for long ones.
pub(crate) fn first_room(input: usize) -> usize {
    let bound = input + input / 1000 + 64;
    bound.min(input / 2 + DEF_BUF_SIZE as usize)
}

/// One stream that is done, kept for the next `compress` with the same parameters: making one allocates a quarter of a
/// megabyte.
#[derive(Default)]
pub(crate) struct Spare(Option<(i32, i32, Deflate)>);

impl NoHandles for Spare {}

impl Spare {
    pub(crate) fn take(&mut self, level: i32, wbits: i32) -> Option<Deflate> {
        let fits = |spare: &(i32, i32, Deflate)| (spare.0, spare.1) == (level, wbits);
        self.0.take_if(|spare| fits(spare)).map(|(_, _, stream)| stream)
    }

    pub(crate) fn keep(&mut self, level: i32, wbits: i32, stream: Deflate) {
        self.0 = Some((level, wbits, stream));
    }
}

pub(crate) const fn config(level: i32, wbits: i32) -> Config {
    use crate::constants::{DEF_MEM_LEVEL, DEFLATED, Z_DEFAULT_STRATEGY};
    Config { level, method: DEFLATED, window_bits: wbits, mem_level: DEF_MEM_LEVEL, strategy: Z_DEFAULT_STRATEGY }
}

impl State {
    /// `zlib.error` in the words of the C module.
    pub(crate) fn error(&self, ctx: &ThreadContext<'_>, error: &Error, during: &str) -> PyErrRaised {
        let own = match error.code {
            code::BUF_ERROR => Some("incomplete or truncated stream"),
            code::STREAM_ERROR => Some("inconsistent stream state"),
            code::DATA_ERROR => Some("invalid input data"),
            _ => None,
        };
        let said = error.message.as_deref().or(own);
        let text = match said {
            Some(said) => format!("Error {} {during}: {said:.200}", error.code),
            None => format!("Error {} {during}", error.code),
        };
        self.error.raise(ctx, text)
    }
}

/// What a stream is that came to its end and is given back.
pub(crate) const GONE: Error = Error { code: code::STREAM_ERROR, message: None };

/// Whether this is the flush that ends a stream.
pub(crate) const fn ends(mode: i32) -> bool {
    mode == Z_FINISH
}

/// Any object, if it was given: also `None`.
pub(crate) struct Given<'a, 'py>(pub(crate) Option<Borrowed<'a, 'py, PyAny>>);

impl<'a, 'py> FromPyObject<'a, 'py> for Given<'a, 'py> {
    fn extract(_ctx: &ThreadContext<'py>, object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Some(object)))
    }
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($rust:ty) = $convert:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name(pub(crate) $rust);

        impl<'a, 'py> FromPyObject<'a, 'py> for $name {
            fn extract(ctx: &ThreadContext<'py>, object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                clinic::$convert(ctx, object).map(Self)
            }
        }
    )*};
}

numbers! {
    /// An `int` of C, refused in C's words.
    Int(i32) = int;
    /// A `Py_ssize_t` of C, refused in C's words.
    Size(isize) = ssize;
}
