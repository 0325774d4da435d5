//! From the seed that a user gives to the secret that is hashed with.

use crate::sip::Key;

/// The first sixteen bytes of CPython's secret, as two numbers. Seed 0 means no secret: all of it is zero.
pub(crate) fn key(seed: u32) -> Key {
    if seed == 0 {
        return Key(0, 0);
    }
    let mut state = seed;
    let mut byte = || {
        state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
        (state >> 16) as u8
    };
    let mut number = || u64::from_ne_bytes(std::array::from_fn(|_| byte()));
    Key(number(), number())
}
