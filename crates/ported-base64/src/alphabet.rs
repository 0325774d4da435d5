//! The 64 letters, and who is quick with them.

use base64_simd::{Base64, STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// Not a letter.
pub(crate) const NONE: u8 = 64;

pub(crate) const STANDARD_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An alphabet. The kernels know two; any other goes by a table.
#[derive(Clone, Copy)]
pub(crate) struct Alphabet<'a> {
    pub(crate) letters: &'a [u8; 64],
    kernels: Option<(&'static Base64, &'static Base64)>,
}

impl Alphabet<'static> {
    pub(crate) const STANDARD: Self = Self { letters: STANDARD_LETTERS, kernels: Some((&STANDARD, &STANDARD_NO_PAD)) };
}

impl<'a> Alphabet<'a> {
    /// The alphabet of these letters; `None` if there are not 64.
    pub(crate) fn of(letters: &'a [u8]) -> Option<Self> {
        let letters: &[u8; 64] = letters.try_into().ok()?;
        let kernels = match letters {
            STANDARD_LETTERS => Some((&STANDARD, &STANDARD_NO_PAD)),
            URL_SAFE_LETTERS => Some((&URL_SAFE, &URL_SAFE_NO_PAD)),
            _ => None,
        };
        Some(Self { letters, kernels })
    }

    pub(crate) fn padding_kernel(self) -> Option<&'static Base64> {
        self.kernels.map(|(padding, _)| padding)
    }

    pub(crate) fn bare_kernel(self) -> Option<&'static Base64> {
        self.kernels.map(|(_, bare)| bare)
    }

    /// The number of each letter. A letter that comes twice has the last of its numbers, as in C.
    pub(crate) const fn numbers(self) -> [u8; 256] {
        let mut numbers = [NONE; 256];
        let mut number = 0;
        while number < 64 {
            numbers[self.letters[number as usize] as usize] = number;
            number += 1;
        }
        numbers
    }
}
