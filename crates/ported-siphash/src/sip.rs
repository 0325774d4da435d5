//! SipHash-1-3: one round for each eight bytes, three at the end. It knows nothing of Python.

/// The secret.
#[derive(Clone, Copy)]
pub(crate) struct Key(pub(crate) u64, pub(crate) u64);

struct State([u64; 4]);

impl State {
    fn round(&mut self) {
        let [a, b, c, d] = &mut self.0;
        *a = a.wrapping_add(*b);
        *c = c.wrapping_add(*d);
        *b = b.rotate_left(13) ^ *a;
        *d = d.rotate_left(16) ^ *c;
        *a = a.rotate_left(32).wrapping_add(*d);
        *c = c.wrapping_add(*b);
        *b = b.rotate_left(17) ^ *c;
        *d = d.rotate_left(21) ^ *a;
        *c = c.rotate_left(32);
    }

    fn take(&mut self, word: u64) {
        self.0[3] ^= word;
        self.round();
        self.0[0] ^= word;
    }
}

/// The hash of these bytes. The last word holds what is left of them and, on top, their number modulo 256.
pub(crate) fn sip13(Key(one, other): Key, bytes: &[u8]) -> u64 {
    let mut state = State([
        one ^ 0x736f_6d65_7073_6575,
        other ^ 0x646f_7261_6e64_6f6d,
        one ^ 0x6c79_6765_6e65_7261,
        other ^ 0x7465_6462_7974_6573,
    ]);
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        state.take(word.iter().rfold(0, |word, byte| word << 8 | u64::from(*byte)));
    }
    let rest = words.remainder().iter().rfold(0, |word, byte| word << 8 | u64::from(*byte));
    state.take((bytes.len() as u64) << 56 | rest);
    state.0[2] ^= 0xff;
    for _ in 0..3 {
        state.round();
    }
    state.0.into_iter().fold(0, |hash, part| hash ^ part)
}
