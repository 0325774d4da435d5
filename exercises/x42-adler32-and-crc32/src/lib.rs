//! X42, A port: adler32, then crc32. Two checksums of `zlib`, in safe Rust.
//!
//! Each goes on where the last call ended: the value that comes in is the checksum of what came
//! before.

mod module; // the buffer, the trampoline and `PyInit_x42`: given, read it once

/// The largest prime below 65536.
const BASE: u32 = 65521;

/// Adler-32 of `data`, going on from `value`: two sums, modulo `BASE`, in one number.
pub fn adler32(data: &[u8], value: u32) -> u32 {
    // region: todo `a` is the low half of `value`, `b` the high one. For each byte, `a` grows by it, then `b` by `a`.
    // starter: module::not_written_yet("adler32", (data, value, BASE))
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
    // endregion
}

/// What eight zero bits do to each value of the last byte: the table of CRC-32.
const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    // region: todo Entry `n` begins as `n`. Eight times: shift right by one; if a 1 fell out, `^ 0xEDB8_8320`.
    // starter: [0; 256] // not written yet
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut entry, mut bit) = (at as u32, 0);
        while bit < 8 {
            entry = if entry & 1 == 1 { entry >> 1 ^ 0xEDB8_8320 } else { entry >> 1 };
            bit += 1;
        }
        table[at] = entry;
        at += 1;
    }
    table
    // endregion
}

/// CRC-32 of `data`, going on from `value`.
pub fn crc32(data: &[u8], value: u32) -> u32 {
    // region: todo All bits are turned round before the first byte and after the last. Between, `TABLE` tells the next value.
    // starter: module::not_written_yet("crc32", (data, value, TABLE))
    let next = |crc: u32, byte: &u8| TABLE[(crc as u8 ^ byte) as usize] ^ crc >> 8;
    !data.iter().fold(!value, next)
    // endregion
}

/// Python's value as the functions above take it: the lowest 32 bits, of negative numbers too.
pub fn masked(low_bits: u64) -> u32 {
    // region: todo `low_bits` are the lowest 64 bits of Python's number. Keep 32 of them.
    // starter: module::not_written_yet("masked", low_bits)
    (low_bits & 0xFFFF_FFFF) as u32
    // endregion
}
