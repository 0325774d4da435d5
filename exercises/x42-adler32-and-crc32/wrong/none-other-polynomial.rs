//! wrong: none
//! outcome: not_yet
//! A table with the polynomial written the other way round.
mod module; // the buffer, the trampoline and `PyInit_x42`: given, read it once

/// The largest prime below 65536.
const BASE: u32 = 65521;

/// Adler-32 of `data`, going on from `value`: two sums, modulo `BASE`, in one number.
pub fn adler32(data: &[u8], value: u32) -> u32 {
    // 5552 bytes of 255 are as many as `b` can take, from its largest value, before it needs more than 32 bits.
    const AT_ONCE: usize = 5552;
    let (mut a, mut b) = ((value & 0xFFFF) % BASE, (value >> 16) % BASE);
    for part in data.chunks(AT_ONCE) {
        for &byte in part {
            a += u32::from(byte);
            b += a;
        }
        a %= BASE;
        b %= BASE;
    }
    b << 16 | a
}

/// What eight zero bits do to each value of the last byte: the table of CRC-32.
const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut entry, mut bit) = (at as u32, 0);
        while bit < 8 {
            entry = if entry & 1 == 1 { entry >> 1 ^ 0x04C1_1DB7 } else { entry >> 1 };
            bit += 1;
        }
        table[at] = entry;
        at += 1;
    }
    table
}

/// CRC-32 of `data`, going on from `value`.
pub fn crc32(data: &[u8], value: u32) -> u32 {
    let next = |crc: u32, byte: &u8| TABLE[(crc as u8 ^ byte) as usize] ^ crc >> 8;
    !data.iter().fold(!value, next)
}

/// Python's value as the functions above take it: the lowest 32 bits, of negative numbers too.
pub fn masked(low_bits: u64) -> u32 {
    (low_bits & 0xFFFF_FFFF) as u32
}
