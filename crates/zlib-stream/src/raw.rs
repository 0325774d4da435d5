//! Every raw call of this crate.

use std::ffi::{CStr, c_int, c_ulong};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use libz_rs_sys as ffi;

use crate::level::Tuning;
use crate::{Config, Error, Status, Step, code, outcome};

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Deflate,
    Inflate,
}

/// Where the next output goes between two calls. Not null: zlib copies no stream with null there.
const NOWHERE: *mut u8 = NonNull::dangling().as_ptr();

/// A stream that zlib has initialised, as one of the two kinds, and that stays where it is.
pub(crate) struct Stream {
    raw: NonNull<ffi::z_stream>,
    end: unsafe extern "C" fn(*mut ffi::z_stream) -> c_int,
}

// SAFETY: the stream and its state belong to this value alone, and hold nothing of the thread that made them.
unsafe impl Send for Stream {}

impl Stream {
    pub(crate) fn deflate(config: Config) -> Result<Self, Error> {
        Self::initialised(ffi::deflateEnd, |raw| {
            // SAFETY: a new stream, all zero, so that zlib uses its own allocator; version and size are its own.
            unsafe {
                ffi::deflateInit2_(
                    raw,
                    config.level,
                    config.method,
                    config.window_bits,
                    config.mem_level,
                    config.strategy,
                    ffi::zlibVersion(),
                    size_of::<ffi::z_stream>() as c_int,
                )
            }
        })
    }

    pub(crate) fn inflate(window_bits: i32) -> Result<Self, Error> {
        Self::initialised(ffi::inflateEnd, |raw| {
            // SAFETY: as in `deflate`.
            unsafe { ffi::inflateInit2_(raw, window_bits, ffi::zlibVersion(), size_of::<ffi::z_stream>() as c_int) }
        })
    }

    /// A stream in memory of its own: the state that zlib makes may point back to it.
    fn initialised(
        end: unsafe extern "C" fn(*mut ffi::z_stream) -> c_int,
        start: impl FnOnce(*mut ffi::z_stream) -> c_int,
    ) -> Result<Self, Error> {
        let raw = Box::into_raw(Box::new(ffi::z_stream { next_out: NOWHERE, ..ffi::z_stream::default() }));
        let code = start(raw);
        if code == 0 {
            // SAFETY: a box is not null.
            return Ok(Self { raw: unsafe { NonNull::new_unchecked(raw) }, end });
        }
        // SAFETY: zlib leaves nothing behind when it refuses; the box is ours alone.
        let stream = unsafe { Box::from_raw(raw) };
        Err(Error { code, message: message(&stream) })
    }

    pub(crate) fn step<'o>(
        &mut self,
        kind: Kind,
        input: &[u8],
        output: &'o mut [MaybeUninit<u8>],
        flush: i32,
    ) -> Step<'o> {
        self.lend(input, output, |raw| {
            // SAFETY: initialised as this kind; input and output are lent until `lend` takes them back.
            unsafe {
                match kind {
                    Kind::Deflate => ffi::deflate(raw, flush),
                    Kind::Inflate => ffi::inflate(raw, flush),
                }
            }
        })
    }

    pub(crate) fn params<'o>(&mut self, output: &'o mut [MaybeUninit<u8>], level: i32, strategy: i32) -> Step<'o> {
        // SAFETY: a deflating stream, as only `Deflate` calls this; output lent as in `step`.
        self.lend(&[], output, |raw| unsafe { ffi::deflateParams(raw, level, strategy) })
    }

    pub(crate) fn tune(&mut self, [good, lazy, nice, chain]: Tuning) -> Result<(), Error> {
        // SAFETY: a deflating stream, as only `Deflate` calls this. Any numbers are sound: they bound a search.
        let code = unsafe { ffi::deflateTune(self.raw.as_ptr(), good, lazy, nice, chain) };
        self.check(code)
    }

    /// Lend zlib as much of both as its counters hold, and see what it used.
    fn lend<'o>(
        &mut self,
        input: &[u8],
        output: &'o mut [MaybeUninit<u8>],
        call: impl FnOnce(*mut ffi::z_stream) -> c_int,
    ) -> Step<'o> {
        let raw = self.raw.as_ptr();
        let (available, room) = (clamp(input.len()), clamp(output.len()));
        // SAFETY: the stream is ours, and no reference to it exists.
        unsafe {
            ((*raw).next_in, (*raw).avail_in) = (input.as_ptr(), available);
            ((*raw).next_out, (*raw).avail_out) = (output.as_mut_ptr().cast(), room);
        }
        let code = call(raw);
        // SAFETY: as above. What was lent is taken back: zlib keeps no pointer to it.
        let (consumed, written, message) = unsafe {
            let (consumed, written) = (available - (*raw).avail_in, room - (*raw).avail_out);
            ((*raw).next_in, (*raw).avail_in) = (std::ptr::null(), 0);
            ((*raw).next_out, (*raw).avail_out) = (NOWHERE, 0);
            (consumed, written, if code < 0 { message(&*raw) } else { None })
        };
        // SAFETY: zlib wrote this many bytes from the start on, and they are within what was lent for `'o`.
        let written = unsafe { std::slice::from_raw_parts_mut(output.as_mut_ptr().cast::<u8>(), written as usize) };
        Step { consumed: consumed as usize, written, result: outcome(code, message) }
    }

    pub(crate) fn set_dictionary(&mut self, kind: Kind, dictionary: &[u8]) -> Result<(), Error> {
        let raw = self.raw.as_ptr();
        let Ok(length) = u32::try_from(dictionary.len()) else {
            return Err(Error { code: code::STREAM_ERROR, message: None });
        };
        // SAFETY: initialised as this kind; zlib copies the dictionary.
        let code = unsafe {
            match kind {
                Kind::Deflate => ffi::deflateSetDictionary(raw, dictionary.as_ptr(), length),
                Kind::Inflate => ffi::inflateSetDictionary(raw, dictionary.as_ptr(), length),
            }
        };
        self.check(code)
    }

    pub(crate) fn reset(&mut self, kind: Kind) -> Result<(), Error> {
        // SAFETY: initialised as this kind.
        let code = unsafe {
            match kind {
                Kind::Deflate => ffi::deflateReset(self.raw.as_ptr()),
                Kind::Inflate => ffi::inflateReset(self.raw.as_ptr()),
            }
        };
        self.check(code)
    }

    pub(crate) fn try_clone(&mut self, kind: Kind) -> Result<Self, Error> {
        let source = self.raw.as_ptr();
        Self::initialised(self.end, |target| {
            // SAFETY: the source is initialised as this kind and in no call; the target is new and of the same size.
            unsafe {
                match kind {
                    Kind::Deflate => ffi::deflateCopy(target, source),
                    Kind::Inflate => ffi::inflateCopy(target, source),
                }
            }
        })
        .map_err(|error| Error { message: None, ..error })
    }

    fn check(&self, code: c_int) -> Result<(), Error> {
        // SAFETY: the stream is ours, and no reference to it that changes it exists.
        let said = || message(unsafe { self.raw.as_ref() });
        match outcome(code, None) {
            Ok(Status::Ok) => Ok(()),
            _ => Err(Error { code, message: said() }),
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: `end` is that of the kind that it was initialised as; afterwards the box holds plain numbers.
        unsafe {
            (self.end)(self.raw.as_ptr());
            drop(Box::from_raw(self.raw.as_ptr()));
        }
    }
}

/// As much as zlib's counters hold: the rest waits for the next step.
fn clamp(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn message(stream: &ffi::z_stream) -> Option<String> {
    // SAFETY: null, or a text in the library's constants, that ends in NUL.
    let text = NonNull::new(stream.msg).map(|text| unsafe { CStr::from_ptr(text.as_ptr()) });
    text.map(|text| text.to_string_lossy().into_owned())
}

/// A running checksum, 1 at the start.
pub fn adler32(value: u32, data: &[u8]) -> u32 {
    // SAFETY: pointer and length are those of one slice.
    unsafe { ffi::adler32_z(value.into(), data.as_ptr(), data.len()) as u32 }
}

/// A running checksum, 0 at the start.
pub(crate) fn crc32(value: u32, data: &[u8]) -> u32 {
    // SAFETY: pointer and length are those of one slice.
    unsafe { ffi::crc32_z(value.into(), data.as_ptr(), data.len()) as u32 }
}

/// The checksum of two texts in a row, from those of each and the length of the second.
pub fn adler32_combine(first: u32, second: u32, length: i64) -> u32 {
    ffi::adler32_combine64(c_ulong::from(first), c_ulong::from(second), length as _) as u32
}

/// The checksum of two texts in a row, from those of each and the length of the second.
pub fn crc32_combine(first: u32, second: u32, length: i64) -> u32 {
    ffi::crc32_combine64(c_ulong::from(first), c_ulong::from(second), length as _) as u32
}

/// The version of zlib that the library stands for, and its own.
pub fn version() -> &'static str {
    // SAFETY: a constant text that ends in NUL.
    unsafe { CStr::from_ptr(ffi::zlibVersion()) }.to_str().unwrap_or("")
}
