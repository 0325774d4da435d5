//! The 64 letters, and who is quick with them.

use base64_kernels::Alphabet as Known;

/// Not a letter.
pub(crate) const NONE: u8 = 64;

/// An alphabet. The kernels know two; any other goes by a table.
#[derive(Clone, Copy)]
pub(crate) struct Alphabet<'a> {
    pub(crate) letters: &'a [u8; 64],
    pub(crate) known: Option<Known>,
}

impl Alphabet<'static> {
    pub(crate) const STANDARD: Self = Self { letters: Known::Standard.letters(), known: Some(Known::Standard) };
}

impl<'a> Alphabet<'a> {
    /// The alphabet of these letters; `None` if there are not 64.
    pub(crate) fn of(letters: &'a [u8]) -> Option<Self> {
        let letters: &[u8; 64] = letters.try_into().ok()?;
        let known = [Known::Standard, Known::UrlSafe].into_iter().find(|known| known.letters() == letters);
        Some(Self { letters, known })
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
