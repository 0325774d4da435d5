//! Every kernel against the definition: all groups there are, all lengths, every wrong byte in every place, and nothing
//! written outside.

use std::mem::MaybeUninit;

use base64_kernels::{Alphabet, Kernel};

const ALPHABETS: [Alphabet; 2] = [Alphabet::Standard, Alphabet::UrlSafe];
const FENCE: u8 = 0xa5;

/// Letters by the definition: bit by bit.
fn defined(alphabet: Alphabet, data: &[u8]) -> Vec<u8> {
    let bit = |at: usize| data[at / 8] >> (7 - at % 8) & 1;
    let number = |letter: usize| (0..6).fold(0, |number, place| number << 1 | bit(6 * letter + place));
    (0..data.len() / 3 * 4).map(|letter| alphabet.letters()[usize::from(number(letter))]).collect()
}

/// Run `work` on memory with a fence on both sides, at an address that is not aligned; what it wrote.
fn fenced(length: usize, shift: usize, work: impl FnOnce(&mut [MaybeUninit<u8>]) -> Vec<u8>) -> Vec<u8> {
    let mut memory = vec![MaybeUninit::new(FENCE); length + 2 * 64 + shift];
    let found = work(&mut memory[64 + shift..64 + shift + length]);
    let (before, after) = (&memory[..64 + shift], &memory[64 + shift + length..]);
    for byte in before.iter().chain(after) {
        // SAFETY: initialised above, and outside of what `work` was lent.
        assert_eq!(unsafe { byte.assume_init() }, FENCE, "written outside");
    }
    found
}

fn encoded(kernel: Kernel, alphabet: Alphabet, data: &[u8], shift: usize) -> Vec<u8> {
    fenced(data.len() / 3 * 4, shift, |out| kernel.encode(alphabet, data, out).to_vec())
}

fn decoded(kernel: Kernel, alphabet: Alphabet, letters: &[u8], shift: usize) -> Vec<u8> {
    fenced(letters.len() / 4 * 3, shift, |out| kernel.decode(alphabet, letters, out).to_vec())
}

/// Bytes without an order.
fn bytes(length: usize, mut seed: u64) -> Vec<u8> {
    let next = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as u8
    };
    (0..length).map(next).collect()
}

#[test]
fn the_kernels_of_this_machine_are_tried() {
    let all = Kernel::all();

    assert_eq!(all.first(), Some(&Kernel::best()));
    assert_eq!(all.last().map(|kernel| kernel.name()), Some("no vectors"));
    if cfg!(target_arch = "x86_64") && std::env::var_os("CI").is_some() {
        assert_eq!(all.len(), 3, "CI's processors have AVX2: {all:?}");
    }
}

#[test]
fn every_group_there_is() {
    for chunk in 0..256_u32 {
        let groups = (0..1_u32 << 16).map(|low| (chunk << 16 | low).to_be_bytes());
        let data: Vec<u8> = groups.flat_map(|[_, one, two, three]| [one, two, three]).collect();
        let alphabet = ALPHABETS[chunk as usize % 2];
        let expected = encoded(Kernel::all()[Kernel::all().len() - 1], alphabet, &data, 0);
        if chunk % 16 == 0 {
            assert_eq!(expected, defined(alphabet, &data));
        }
        for kernel in Kernel::all() {
            assert!(encoded(kernel, alphabet, &data, 0) == expected, "{kernel:?} {chunk}");
            assert!(decoded(kernel, alphabet, &expected, 0) == data, "{kernel:?} {chunk}");
        }
    }
}

#[test]
fn every_length_at_every_address() {
    for alphabet in ALPHABETS {
        for length in 0..200 {
            let data = bytes(length, length as u64);
            let letters = defined(alphabet, &data);
            for kernel in Kernel::all() {
                for shift in 0..3 {
                    assert_eq!(encoded(kernel, alphabet, &data, shift), letters, "{kernel:?} {length}");
                    let whole = &data[..length / 3 * 3];
                    assert_eq!(decoded(kernel, alphabet, &letters, shift), whole, "{kernel:?} {length}");
                }
            }
        }
    }
}

#[test]
fn every_other_byte_in_every_place_ends_it() {
    for alphabet in ALPHABETS {
        let data = bytes(120, 7);
        let letters = defined(alphabet, &data);
        for byte in 0..=255 {
            for place in 0..letters.len() {
                let mut text = letters.clone();
                text[place] = byte;
                let fits = alphabet.letters().contains(&byte);
                let expected = if fits { text.len() } else { place / 4 * 4 };
                for kernel in Kernel::all() {
                    let found = decoded(kernel, alphabet, &text, 0);
                    assert_eq!(found.len(), expected / 4 * 3, "{kernel:?} {byte} {place}");
                    assert_eq!(defined(alphabet, &found), text[..expected], "{kernel:?} {byte} {place}");
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "no room for the letters")]
fn letters_need_room() {
    Kernel::best().encode(Alphabet::Standard, &[0; 30], &mut [MaybeUninit::uninit(); 39]);
}

#[test]
#[should_panic(expected = "no room for the bytes")]
fn bytes_need_room() {
    Kernel::best().decode(Alphabet::Standard, &[b'A'; 40], &mut [MaybeUninit::uninit(); 29]);
}
