//! What the loops look up, made from the letters when the crate is.

/// Not a letter.
pub(crate) const NONE: u8 = 64;

/// One alphabet, in the forms that the loops want.
///
/// The last letter is the odd one: its distance to its number is another than that of the letters beside it.
pub(crate) struct Tables {
    pub(crate) letters: [u8; 64],
    /// The number of each letter, [`NONE`] for every other byte.
    pub(crate) numbers: [u8; 256],
    /// From a number to its letter: the distance, by the number's kind (see `kind`).
    pub(crate) to_letter: [u8; 16],
    /// From a letter to its number: the distance, by the letter's upper half; at 1 that of the odd letter.
    pub(crate) to_number: [u8; 16],
    /// A byte is a letter if the sets at its lower and its upper half share no bit.
    pub(crate) lower: [u8; 16],
    /// See `lower`.
    pub(crate) upper: [u8; 16],
    /// The odd letter.
    pub(crate) odd: u8,
    /// From the upper half of the odd letter to 1.
    pub(crate) odd_step: u8,
}

pub(crate) static STANDARD: Tables = Tables::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
pub(crate) static URL_SAFE: Tables = Tables::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

/// The bit of an upper half. Halves with the same lower halves share one: `@` to `O` and backquote to `o`.
const fn bit(upper: u8) -> u8 {
    match upper {
        2 => 1,
        3 => 2,
        4 | 6 => 4,
        5 => 8,
        7 => 16,
        // No letter begins so.
        _ => 32,
    }
}

/// What the vector loop computes from a number: 0 for the first 26, 1 for the next, and one each for those above 51.
const fn kind(number: u8) -> u8 {
    if number < 26 { 0 } else { 1 + number.saturating_sub(51) }
}

impl Tables {
    const fn of(letters: &[u8; 64]) -> Self {
        let odd = letters[63];
        let mut made = Self {
            letters: *letters,
            numbers: [NONE; 256],
            to_letter: [0; 16],
            to_number: [0; 16],
            lower: [32; 16],
            upper: [0; 16],
            odd,
            odd_step: 1_u8.wrapping_sub(odd >> 4),
        };
        let mut number = 0;
        while number < 64 {
            let letter = letters[number as usize];
            made.numbers[letter as usize] = number;
            made.to_letter[kind(number) as usize] = letter.wrapping_sub(number);
            let place = if letter == odd { 1 } else { letter >> 4 };
            made.to_number[place as usize] = number.wrapping_sub(letter);
            number += 1;
        }
        let mut byte = 0;
        while byte < 128_u8 {
            made.upper[(byte >> 4) as usize] = bit(byte >> 4);
            made.upper[(byte >> 4 | 8) as usize] = 32;
            if made.numbers[byte as usize] == NONE {
                made.lower[(byte & 15) as usize] |= bit(byte >> 4);
            }
            byte += 1;
        }
        made
    }
}
