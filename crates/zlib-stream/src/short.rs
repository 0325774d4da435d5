//! CRC-32 of a few bytes.
//!
//! The library's ways are for long texts: setting them up takes longer than sixteen bytes take byte by byte.

/// Below this length, byte by byte.
pub(crate) const SHORT: usize = 64;

/// What one byte does to the checksum.
const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut value, mut bit) = (byte as u32, 0);
        while bit < 8 {
            // The polynomial of CRC-32, its bits in reverse.
            value = if value & 1 == 1 { value >> 1 ^ 0xEDB8_8320 } else { value >> 1 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
}

pub(crate) fn crc32(value: u32, data: &[u8]) -> u32 {
    !data.iter().fold(!value, |crc, &byte| TABLE[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}
