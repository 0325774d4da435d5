//! Levels 4, 5 and 6, searched as C's zlib searches them.
//!
//! At these zlib-rs has a search of zlib-ng that is quicker than C's and finds less: one text three times came out a
//! fifth longer. Level 7 searches as C does, and with the numbers of C's levels it finds what they find. A zlib
//! header names its level, so one byte of it is written over. `check_zlib_sizes` in tests/parity compares the sizes.

use crate::Config;

/// The level whose search is C's.
const LAZY: i32 = 7;

/// What zlib calls good length, most lazy, nice length and longest chain.
pub(crate) type Tuning = [i32; 4];

/// How a level of C's is had from zlib-rs.
#[derive(Clone, Copy)]
pub(crate) struct Level {
    pub(crate) searched: i32,
    pub(crate) tuning: Option<Tuning>,
    /// What the header says of the level, if that must be said anew.
    named: Option<u8>,
}

impl Level {
    pub(crate) fn of(level: i32, strategy: i32) -> Self {
        // What is not 0, 1 or 4 is a search of its own, at any level.
        let (tuning, named) = match (level, strategy) {
            (4, 0 | 1 | 4) => ([4, 4, 16, 16], 1),
            (5, 0 | 1 | 4) => ([8, 16, 32, 32], 1),
            (6 | -1, 0 | 1 | 4) => ([8, 16, 128, 128], 2),
            _ => return Self { searched: level, tuning: None, named: None },
        };
        // With a fixed code the header says 0, whatever the level.
        Self { searched: LAZY, tuning: Some(tuning), named: (strategy < 2).then_some(named) }
    }
}

/// The two bytes in front of a stream, as they come out.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    /// Whether there is one that names its level: gzip and raw streams have none.
    zlib: bool,
    seen: u8,
    first: u8,
}

impl Header {
    pub(crate) fn of(config: Config) -> Self {
        Self { zlib: (8..=15).contains(&config.window_bits), seen: 0, first: 0 }
    }

    pub(crate) fn reset(&mut self) {
        self.seen = 0;
    }

    /// Name this level in what was written, if the header is part of it.
    pub(crate) fn mend(&mut self, level: Level, written: &mut [u8]) {
        let Some(named) = level.named.filter(|_| self.zlib) else { return };
        for byte in written {
            match self.seen {
                0 => self.first = *byte,
                1 => {
                    let flags = *byte & 0x20 | named << 6;
                    let check = u16::from_be_bytes([self.first, flags]) % 31;
                    *byte = flags + (31 - check as u8) % 31;
                }
                _ => return,
            }
            self.seen += 1;
        }
    }
}
