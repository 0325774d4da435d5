//! X41, A port: base64. The core of `_base64.standard_b64encode`, in safe Rust.
//!
//! Nothing here knows Python, and nothing needs `unsafe`: two functions over slices. What connects
//! them to Python is given, in `src/module.rs`.

mod module; // the buffer, the bytes object, the trampoline and `PyInit_x41`: given, read it once

/// The 64 characters, in the order of their values.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// How many characters the base64 text of `length` bytes has. `None` when a `usize` cannot hold the
/// number.
pub fn encoded_length(length: usize) -> Option<usize> {
    // region: todo Each group of three bytes, the last one perhaps short, gives four characters. No number may wrap around.
    // starter: module::not_written_yet("encoded_length", length)
    length.div_ceil(3).checked_mul(4)
    // endregion
}

/// Write the base64 text of `data` into `text`, which has exactly `encoded_length(data.len())`
/// bytes.
pub fn encode(data: &[u8], text: &mut [u8]) {
    // region: todo Turn each group of three bytes into four characters. A short last group is filled up with `=`.
    // starter: module::not_written_yet("encode", (data, text, ALPHABET))
    for (group, four) in data.chunks(3).zip(text.chunks_exact_mut(4)) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (at, character) in four.iter_mut().enumerate() {
            // Three bytes give four characters, two give three, one gives two: the rest is padding.
            *character = if at <= group.len() { ALPHABET[(bits >> (18 - 6 * at) & 0b11_1111) as usize] } else { b'=' };
        }
    }
    // endregion
}
