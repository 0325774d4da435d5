#![doc = include_str!("../README.md")]

mod tables;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::mem::MaybeUninit;

use tables::{STANDARD, Tables, URL_SAFE};

/// Which 64 letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// The last two are `+` and `/`.
    Standard,
    /// The last two are `-` and `_`.
    UrlSafe,
}

impl Alphabet {
    /// The letters in their order.
    pub const fn letters(self) -> &'static [u8; 64] {
        &self.tables().letters
    }

    const fn tables(self) -> &'static Tables {
        match self {
            Self::Standard => &STANDARD,
            Self::UrlSafe => &URL_SAFE,
        }
    }
}

/// One way to do the work. Whoever has one has asked the processor for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel(Level);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Ssse3,
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Kernel {
    /// The quickest one here. The answer of the processor is kept by the standard library.
    #[inline]
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") {
                return Self(Level::Avx2);
            }
            if std::arch::is_x86_feature_detected!("ssse3") {
                return Self(Level::Ssse3);
            }
        }
        Self(Level::Scalar)
    }

    /// All that this processor can run, the quickest first: for tests and measurements.
    pub fn all() -> Vec<Self> {
        let mut found = vec![Self::best()];
        #[cfg(target_arch = "x86_64")]
        if found == [Self(Level::Avx2)] && std::arch::is_x86_feature_detected!("ssse3") {
            found.push(Self(Level::Ssse3));
        }
        if found != [Self(Level::Scalar)] {
            found.push(Self(Level::Scalar));
        }
        found
    }

    /// The instruction set.
    pub fn name(self) -> &'static str {
        match self.0 {
            Level::Scalar => "no vectors",
            #[cfg(target_arch = "x86_64")]
            Level::Ssse3 => "SSSE3",
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => "AVX2",
        }
    }

    /// The letters of all whole groups of three bytes in `data`, at the start of `out`. One or two bytes may be left.
    ///
    /// Panics if `out` has no room for them.
    #[inline]
    pub fn encode<'o>(self, alphabet: Alphabet, data: &[u8], out: &'o mut [MaybeUninit<u8>]) -> &'o mut [u8] {
        let tables = alphabet.tables();
        let groups = data.len() / 3;
        assert!(groups <= out.len() / 4, "no room for the letters");
        let done = match self.0 {
            Level::Scalar => 0,
            // SAFETY: whoever has the level has asked for it; there is room for all groups.
            #[cfg(target_arch = "x86_64")]
            Level::Ssse3 => unsafe { x86::encode_ssse3(tables, data, out.as_mut_ptr().cast()) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { x86::encode_avx2(tables, data, out.as_mut_ptr().cast()) },
        };
        let rest = data[done..].chunks_exact(3).zip(out[done / 3 * 4..].chunks_exact_mut(4));
        for (group, letters) in rest {
            let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            for (place, letter) in letters.iter_mut().enumerate() {
                letter.write(tables.letters[(bits >> (18 - 6 * place) & 63) as usize]);
            }
        }
        // SAFETY: four letters of every group were written, by the kernel up to `done` and by the loop from there.
        unsafe { written(out, 4 * groups) }
    }

    /// The bytes of the whole groups of four letters in `letters`, up to the first group that has another byte in it.
    ///
    /// `out.len() / 3 * 4` letters are read. Panics if `out` has no room for the bytes of all groups.
    #[inline]
    pub fn decode<'o>(self, alphabet: Alphabet, letters: &[u8], out: &'o mut [MaybeUninit<u8>]) -> &'o mut [u8] {
        let tables = alphabet.tables();
        assert!(letters.len() / 4 <= out.len() / 3, "no room for the bytes");
        let mut read = match self.0 {
            Level::Scalar => 0,
            // SAFETY: whoever has the level has asked for it.
            #[cfg(target_arch = "x86_64")]
            Level::Ssse3 => unsafe { x86::decode_ssse3(tables, letters, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { x86::decode_avx2(tables, letters, out) },
        };
        let rest = letters[read..].chunks_exact(4).zip(out[read / 4 * 3..].chunks_exact_mut(3));
        for (group, bytes) in rest {
            let [one, two, three, four] = [0, 1, 2, 3].map(|place| tables.numbers[group[place] as usize]);
            if (one | two | three | four) >= tables::NONE {
                break;
            }
            bytes[0].write(one << 2 | two >> 4);
            bytes[1].write(two << 4 | three >> 2);
            bytes[2].write(three << 6 | four);
            read += 4;
        }
        // SAFETY: three bytes of every group that was read were written, by the kernel and then by the loop.
        unsafe { written(out, read / 4 * 3) }
    }
}

/// # Safety
/// The first `length` bytes of `out` are initialised.
unsafe fn written(out: &mut [MaybeUninit<u8>], length: usize) -> &mut [u8] {
    let start = &mut out[..length];
    // SAFETY: the caller's condition; the same memory, lent as long.
    unsafe { std::slice::from_raw_parts_mut(start.as_mut_ptr().cast(), length) }
}
