//! The loops for x86-64. They leave off where a whole vector no longer fits, and say how far they came.
//!
//! The arithmetic is that of Wojciech Muła and Daniel Lemire, "Faster Base64 Encoding and Decoding using AVX2
//! Instructions" (2018); the tables are ours.

use std::arch::asm;
use std::arch::x86_64::*;
use std::mem::MaybeUninit;

use crate::tables::Tables;

/// Bytes that one store of half a vector writes.
const HALF: usize = 16;
/// Bytes that one store of a vector writes.
const WHOLE: usize = 32;
/// How far before their use bytes and the places of letters are asked for: where they are not in the processor's own cache,
/// it fetches them in time.
const AHEAD: usize = 1024;
/// Bytes that a cache fetches at once.
const LINE: usize = 64;

/// Letters of groups at the start of `data`, to `out`; how many bytes of `data` that were: a multiple of 12.
///
/// # Safety
/// The processor has SSSE3; there is room for four bytes at `out` for every three in `data`.
#[target_feature(enable = "ssse3")]
pub(crate) unsafe fn encode_ssse3(tables: &Tables, data: &[u8], out: *mut u8) -> usize {
    let (mut read, mut done) = (0, 0);
    // SAFETY: a round needs sixteen bytes of `data`, reads them, and writes the sixteen letters of the first twelve, for
    // which the caller has room. Unaligned loads and stores take any address.
    unsafe {
        let spread = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
        let to_letter = _mm_loadu_si128(tables.to_letter.as_ptr().cast());
        let (down_by, up_by) = (_mm_set1_epi32(0x0400_0040), _mm_set1_epi32(0x0100_0010));
        while data.len() - read >= HALF {
            let bytes = _mm_loadu_si128(data.as_ptr().add(read).cast());
            let groups = _mm_shuffle_epi8(bytes, spread);
            // Each group of 32 bits holds bytes 1 0 2 1: two numbers are shifted down by a product's upper half, two up.
            let down = _mm_mulhi_epu16(_mm_and_si128(groups, _mm_set1_epi32(0x0fc0_fc00)), down_by);
            let up = _mm_mullo_epi16(_mm_and_si128(groups, _mm_set1_epi32(0x003f_03f0)), up_by);
            let numbers = _mm_or_si128(down, up);
            let above = _mm_cmpgt_epi8(numbers, _mm_set1_epi8(25));
            let kinds = _mm_sub_epi8(_mm_subs_epu8(numbers, _mm_set1_epi8(51)), above);
            let letters = _mm_add_epi8(numbers, _mm_shuffle_epi8(to_letter, kinds));
            _mm_storeu_si128(out.add(done).cast(), letters);
            read += 12;
            done += HALF;
        }
    }
    read
}

/// Two products of sixteen bits at once: the upper halves of the first, the lower halves of the second. These are
/// `_mm256_mulhi_epu16` and `_mm256_mullo_epi16`; but LLVM takes those for arithmetic that it knows better, and makes eight
/// instructions of one and three of the other, which cost half of the speed.
///
/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn products(down: __m256i, down_by: __m256i, up: __m256i, up_by: __m256i) -> (__m256i, __m256i) {
    let (upper, lower);
    // SAFETY: two instructions of AVX2, on registers alone.
    unsafe {
        asm!(
            "vpmulhuw {upper}, {down}, {down_by}",
            "vpmullw {lower}, {up}, {up_by}",
            down = in(ymm_reg) down,
            down_by = in(ymm_reg) down_by,
            up = in(ymm_reg) up,
            up_by = in(ymm_reg) up_by,
            upper = out(ymm_reg) upper,
            lower = lateout(ymm_reg) lower,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    (upper, lower)
}

/// As [`encode_ssse3`], four times 24 bytes a round.
///
/// # Safety
/// The processor has AVX2; there is room for four bytes at `out` for every three in `data`.
#[target_feature(enable = "avx2")]
pub(crate) unsafe fn encode_avx2(tables: &Tables, data: &[u8], out: *mut u8) -> usize {
    // SAFETY: AVX2 includes SSSE3, and what `encode_ssse3` is given has its room behind what was written. A step reads the
    // four bytes before its 24 and four behind them, and writes their 32 letters, for which the caller has room. There are
    // four before, since twelve were read; both loops ask for those behind their last step. What is fetched ahead is asked
    // for as well, and there are four letters for three bytes, so it lies in `out` too.
    unsafe {
        // So that one load brings twelve bytes to the upper end of one lane and twelve to the lower end of the other.
        let mut read = encode_ssse3(tables, &data[..data.len().min(HALF)], out);
        let mut done = read / 3 * 4;
        if read == 0 {
            return 0;
        }
        let spread = _mm256_setr_epi8(
            5, 4, 6, 5, 8, 7, 9, 8, 11, 10, 12, 11, 14, 13, 15, 14, //
            1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,
        );
        let to_letter = _mm256_broadcastsi128_si256(_mm_loadu_si128(tables.to_letter.as_ptr().cast()));
        let (keep_down, keep_up) = (_mm256_set1_epi32(0x0fc0_fc00), _mm256_set1_epi32(0x003f_03f0));
        let (down_by, up_by) = (_mm256_set1_epi32(0x0400_0040), _mm256_set1_epi32(0x0100_0010));
        let step = |start: *const u8, out: *mut u8| {
            let groups = _mm256_shuffle_epi8(_mm256_loadu_si256(start.sub(4).cast()), spread);
            let (kept_down, kept_up) = (_mm256_and_si256(groups, keep_down), _mm256_and_si256(groups, keep_up));
            let (down, up) = products(kept_down, down_by, kept_up, up_by);
            let numbers = _mm256_or_si256(down, up);
            let above = _mm256_cmpgt_epi8(numbers, _mm256_set1_epi8(25));
            let kinds = _mm256_sub_epi8(_mm256_subs_epu8(numbers, _mm256_set1_epi8(51)), above);
            let letters = _mm256_add_epi8(numbers, _mm256_shuffle_epi8(to_letter, kinds));
            _mm256_storeu_si256(out.cast(), letters);
        };
        while data.len() - read >= 3 * 24 + 28 {
            if data.len() - read > AHEAD + LINE {
                for ahead in [AHEAD, AHEAD + LINE] {
                    _mm_prefetch::<_MM_HINT_T0>(data.as_ptr().add(read + ahead).cast());
                    _mm_prefetch::<_MM_HINT_ET0>(out.add(done + ahead).cast_const().cast());
                }
            }
            for part in 0..4 {
                step(data.as_ptr().add(read + 24 * part), out.add(done + WHOLE * part));
            }
            read += 4 * 24;
            done += 4 * WHOLE;
        }
        while data.len() - read >= 28 {
            step(data.as_ptr().add(read), out.add(done));
            read += 24;
            done += WHOLE;
        }
        read + encode_ssse3(tables, &data[read..], out.add(done))
    }
}

/// Bytes of groups at the start of `letters`, to the start of `out`, up to the first sixteen letters that are not all
/// letters; how many letters that were: a multiple of sixteen. What comes behind those bytes in `out` may be written too.
///
/// # Safety
/// The processor has SSSE3.
#[target_feature(enable = "ssse3")]
pub(crate) unsafe fn decode_ssse3(tables: &Tables, letters: &[u8], out: &mut [MaybeUninit<u8>]) -> usize {
    let (mut read, mut done) = (0, 0);
    // SAFETY: a round needs sixteen bytes of `letters` and reads them; it needs sixteen of `out` behind what is done and
    // writes them: twelve bytes of the result and four that the next round, or nobody, writes over.
    unsafe {
        let [lower, upper, to_number] =
            [&tables.lower, &tables.upper, &tables.to_number].map(|table| _mm_loadu_si128(table.as_ptr().cast()));
        let odd = _mm_set1_epi8(tables.odd as i8);
        let odd_step = _mm_set1_epi8(tables.odd_step as i8);
        let half = _mm_set1_epi8(15);
        let order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
        while letters.len() - read >= HALF && out.len() - done >= HALF {
            let text = _mm_loadu_si128(letters.as_ptr().add(read).cast());
            let high = _mm_and_si128(_mm_srli_epi32::<4>(text), half);
            let low = _mm_and_si128(text, half);
            let shared = _mm_and_si128(_mm_shuffle_epi8(lower, low), _mm_shuffle_epi8(upper, high));
            // No set has the highest bit, so that what is not zero is greater.
            if _mm_movemask_epi8(_mm_cmpgt_epi8(shared, _mm_setzero_si128())) != 0 {
                break;
            }
            let place = _mm_add_epi8(high, _mm_and_si128(_mm_cmpeq_epi8(text, odd), odd_step));
            let numbers = _mm_add_epi8(text, _mm_shuffle_epi8(to_number, place));
            // Two numbers to twelve bits, two of those to twenty-four, then the bytes of each in their order.
            let pairs = _mm_maddubs_epi16(numbers, _mm_set1_epi32(0x0140_0140));
            let groups = _mm_madd_epi16(pairs, _mm_set1_epi32(0x0001_1000));
            _mm_storeu_si128(out.as_mut_ptr().add(done).cast(), _mm_shuffle_epi8(groups, order));
            read += HALF;
            done += 12;
        }
    }
    read
}

/// As [`decode_ssse3`], thirty-two letters a round.
///
/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
pub(crate) unsafe fn decode_avx2(tables: &Tables, letters: &[u8], out: &mut [MaybeUninit<u8>]) -> usize {
    let (mut read, mut done) = (0, 0);
    // SAFETY: a round needs 32 bytes of `letters` and reads them; it needs 32 of `out` behind what is done and writes
    // them: 24 bytes of the result and eight that the next round, or nobody, writes over. AVX2 includes SSSE3.
    unsafe {
        let [lower, upper, to_number] = [&tables.lower, &tables.upper, &tables.to_number]
            .map(|table| _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())));
        let odd = _mm256_set1_epi8(tables.odd as i8);
        let odd_step = _mm256_set1_epi8(tables.odd_step as i8);
        let half = _mm256_set1_epi8(15);
        let order = _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
        let together = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
        while letters.len() - read >= WHOLE && out.len() - done >= WHOLE {
            let text = _mm256_loadu_si256(letters.as_ptr().add(read).cast());
            let high = _mm256_and_si256(_mm256_srli_epi32::<4>(text), half);
            let low = _mm256_and_si256(text, half);
            let (one, other) = (_mm256_shuffle_epi8(lower, low), _mm256_shuffle_epi8(upper, high));
            if _mm256_testz_si256(one, other) == 0 {
                break;
            }
            let place = _mm256_add_epi8(high, _mm256_and_si256(_mm256_cmpeq_epi8(text, odd), odd_step));
            let numbers = _mm256_add_epi8(text, _mm256_shuffle_epi8(to_number, place));
            let pairs = _mm256_maddubs_epi16(numbers, _mm256_set1_epi32(0x0140_0140));
            let groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001_1000));
            let halves = _mm256_shuffle_epi8(groups, order);
            let bytes = _mm256_permutevar8x32_epi32(halves, together);
            _mm256_storeu_si256(out.as_mut_ptr().add(done).cast(), bytes);
            read += WHOLE;
            done += 24;
        }
        read + decode_ssse3(tables, &letters[read..], &mut out[done..])
    }
}
