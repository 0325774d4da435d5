//! Levels 2 and 4 to 8, so that their output is no longer than C's.
//!
//! zlib-rs has the searches of zlib-ng, quicker than C's. All but that of level 9 look for four equal bytes, where C
//! looks for three: binaries came out three hundredths longer. The one of levels 4 to 6 finds less besides: one text
//! three times came out a fifth longer. Level 9 searches as C does. It has the numbers of C's levels here, with shorter
//! chains from 6 on, which make it quicker than C and cost less than a hundredth. Level 2 is the library's 3. Headers
//! of zlib and gzip name the level, so one byte is written over. `check_zlib_sizes` in tests/parity compares the sizes.

use crate::Config;

/// The level whose search is C's.
const THREE_BYTES: i32 = 9;

/// What zlib calls good length, most lazy, nice length and longest chain.
pub(crate) type Tuning = [i32; 4];

/// How a level of C's is had from zlib-rs.
#[derive(Clone, Copy)]
pub(crate) struct Level {
    pub(crate) searched: i32,
    pub(crate) tuning: Option<Tuning>,
    named: Option<Named>,
}

/// What the two kinds of header say of the level, where it must be said anew.
#[derive(Clone, Copy)]
struct Named {
    zlib: u8,
    gzip: u8,
}

impl Level {
    pub(crate) fn of(level: i32, strategy: i32) -> Self {
        // What is not 0, 1 or 4 is a search of its own, at any level.
        let (tuning, zlib) = match (level, strategy) {
            (2, 0 | 1 | 4) => return Self { searched: 3, tuning: None, named: None },
            (4, 0 | 1 | 4) => ([4, 4, 16, 16], 1),
            (5, 0 | 1 | 4) => ([8, 16, 32, 32], 1),
            (6 | -1, 0 | 1 | 4) => ([8, 16, 128, 96], 2),
            (7, 0 | 1 | 4) => ([8, 32, 128, 192], 3),
            (8, 0 | 1 | 4) => ([32, 128, 258, 640], 3),
            _ => return Self { searched: level, tuning: None, named: None },
        };
        // With a fixed code a header says what it says of level 1.
        let named = if strategy < 2 { Named { zlib, gzip: 0 } } else { Named { zlib: 0, gzip: 4 } };
        Self { searched: THREE_BYTES, tuning: Some(tuning), named: Some(named) }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Zlib,
    Gzip,
    Raw,
}

/// The bytes in front of a stream, as they come out.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    kind: Kind,
    seen: u8,
    first: u8,
}

impl Header {
    pub(crate) fn of(config: Config) -> Self {
        let kind = match config.window_bits {
            ..8 => Kind::Raw,
            8..16 => Kind::Zlib,
            16.. => Kind::Gzip,
        };
        Self { kind, seen: 0, first: 0 }
    }

    pub(crate) fn reset(&mut self) {
        self.seen = 0;
    }

    /// Name this level in what was written, if the header is part of it.
    pub(crate) fn mend(&mut self, level: Level, written: &mut [u8]) {
        let Some(named) = level.named else { return };
        for byte in written {
            match (self.kind, self.seen) {
                (Kind::Raw, _) | (_, 9..) => return,
                (Kind::Zlib, 0) => self.first = *byte,
                (Kind::Zlib, 1) => {
                    let flags = *byte & 0x20 | named.zlib << 6;
                    let check = u16::from_be_bytes([self.first, flags]) % 31;
                    *byte = flags + (31 - check as u8);
                }
                (Kind::Gzip, 8) => *byte = named.gzip,
                _ => {}
            }
            self.seen += 1;
        }
    }
}
