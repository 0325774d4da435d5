//! zlib as two streams, [`Deflate`] and [`Inflate`], over `libz-rs-sys`. SAFETY.md says why they are sound.
//!
//! Nothing here panics on bad input or a bad configuration: whatever zlib refuses is an [`Error`]. Output is written to
//! memory that need not be initialised, and comes back as the slice that is.

mod level;
mod raw;
mod short;

use std::ffi::c_int;
use std::mem::MaybeUninit;

use level::{Header, Level};
use raw::{Kind, Stream};
pub use raw::{adler32, adler32_combine, crc32_combine, version};

/// What zlib refused: one of its negative codes, and its own words where it has some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// `Z_DATA_ERROR` and the like, or `Z_NEED_DICT`, which is positive.
    pub code: i32,
    /// What the stream said.
    pub message: Option<String>,
}

/// A call was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Some progress, and more may follow.
    Ok,
    /// The end of the stream.
    End,
    /// No progress was possible: more input or more room is needed. Not an error.
    NoProgress,
    /// A dictionary is needed first.
    NeedDictionary,
}

/// What a step did.
#[derive(Debug)]
pub struct Step<'o> {
    /// How many bytes of the input are used up, also when an error came after them.
    pub consumed: usize,
    /// The output that was written, at the start of what was lent.
    pub written: &'o mut [u8],
    /// How it ended.
    pub result: Result<Status, Error>,
}

pub mod code {
    //! zlib's codes.
    #![allow(missing_docs, reason = "the names are those of zlib's manual")]
    pub const STREAM_END: i32 = 1;
    pub const NEED_DICT: i32 = 2;
    pub const STREAM_ERROR: i32 = -2;
    pub const DATA_ERROR: i32 = -3;
    pub const MEM_ERROR: i32 = -4;
    pub const BUF_ERROR: i32 = -5;
    pub const VERSION_ERROR: i32 = -6;
}

/// A stream that compresses.
pub struct Deflate {
    stream: Stream,
    level: Level,
    header: Header,
}

/// A stream that decompresses.
pub struct Inflate(Stream);

/// The five numbers of `deflateInit2`, as zlib has them. It checks them itself.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names are those of zlib's manual")]
pub struct Config {
    pub level: i32,
    pub method: i32,
    pub window_bits: i32,
    pub mem_level: i32,
    pub strategy: i32,
}

impl Deflate {
    /// A stream with these parameters.
    pub fn new(config: Config) -> Result<Self, Error> {
        let level = Level::of(config.level, config.strategy);
        let stream = Stream::deflate(Config { level: level.searched, ..config })?;
        let mut deflate = Self { stream, level, header: Header::of(config) };
        deflate.tune()?;
        Ok(deflate)
    }

    /// Compress from `input` to `output`. `flush` is one of zlib's numbers; it refuses others.
    pub fn step<'o>(&mut self, input: &[u8], output: &'o mut [MaybeUninit<u8>], flush: i32) -> Step<'o> {
        let step = self.stream.step(Kind::Deflate, input, output, flush);
        self.header.mend(self.level, step.written);
        step
    }

    /// What both sides know beforehand.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> Result<(), Error> {
        self.stream.set_dictionary(Kind::Deflate, dictionary)
    }

    /// A second stream that goes on from the same place.
    pub fn try_clone(&mut self) -> Result<Self, Error> {
        Ok(Self { stream: self.stream.try_clone(Kind::Deflate)?, level: self.level, header: self.header })
    }

    /// As new, with the same parameters, and without a new allocation.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.stream.reset(Kind::Deflate)?;
        self.header.reset();
        self.tune()
    }

    /// Another level and strategy from here on. The stream may need to write first: `output` is as in
    /// [`step`](Self::step).
    pub fn set_params<'o>(&mut self, output: &'o mut [MaybeUninit<u8>], level: i32, strategy: i32) -> Step<'o> {
        let next = Level::of(level, strategy);
        let mut step = self.stream.params(output, next.searched, strategy);
        // What it wrote belongs to the level before.
        self.header.mend(self.level, step.written);
        if step.result == Ok(Status::Ok) {
            self.level = next;
            if let Err(error) = self.tune() {
                step.result = Err(error);
            }
        }
        step
    }

    fn tune(&mut self) -> Result<(), Error> {
        self.level.tuning.map_or(Ok(()), |tuning| self.stream.tune(tuning))
    }
}

impl Inflate {
    /// A stream for this kind of header and size of window.
    pub fn new(window_bits: i32) -> Result<Self, Error> {
        Stream::inflate(window_bits).map(Self)
    }

    /// Decompress from `input` to `output`.
    pub fn step<'o>(&mut self, input: &[u8], output: &'o mut [MaybeUninit<u8>], flush: i32) -> Step<'o> {
        self.0.step(Kind::Inflate, input, output, flush)
    }

    /// What both sides know beforehand.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> Result<(), Error> {
        self.0.set_dictionary(Kind::Inflate, dictionary)
    }

    /// A second stream that goes on from the same place.
    pub fn try_clone(&mut self) -> Result<Self, Error> {
        self.0.try_clone(Kind::Inflate).map(Self)
    }
}

/// A running checksum, 0 at the start.
pub fn crc32(value: u32, data: &[u8]) -> u32 {
    if data.len() < short::SHORT { short::crc32(value, data) } else { raw::crc32(value, data) }
}

fn outcome(code: c_int, message: Option<String>) -> Result<Status, Error> {
    match code {
        0 => Ok(Status::Ok),
        code::STREAM_END => Ok(Status::End),
        code::NEED_DICT => Ok(Status::NeedDictionary),
        code::BUF_ERROR => Ok(Status::NoProgress),
        code => Err(Error { code, message }),
    }
}

#[cfg(test)]
mod tests {
    use super::{raw, short};

    #[test]
    fn a_short_checksum_is_that_of_the_library() {
        let data: Vec<u8> = (0..4 * short::SHORT).map(|n| (n * n % 251) as u8).collect();
        for length in 0..data.len() {
            for value in [0, 1, 0xDEAD_BEEF, u32::MAX] {
                let data = &data[..length];
                assert_eq!(short::crc32(value, data), raw::crc32(value, data), "{length} {value}");
            }
        }
    }
}
