//! The two functions as 3.15 has them: with alphabets, lines, ignored characters, and padding at will.

use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

use crate::alphabet::Alphabet;
use crate::arguments::{Ascii, Columns, Flag, Given};
use crate::decode::{Rules, STANDARD_NUMBERS, decode};
use crate::encode::Layout;
use crate::state::State;

#[cold]
fn not_an_alphabet(ctx: &ThreadContext<'_>) -> PyErrRaised {
    PyValueError::raise(ctx, "alphabet must have length 64")
}

/// Decode a line of base64 data.
///
///   strict_mode
///     When set to true, bytes that are not part of the alphabet are not allowed, nor is data after the padding.
///     True by default if ignorechars is given, false otherwise.
///   padded
///     When set to false, padding in input is not required.
///   ignorechars
///     Characters to ignore when strict_mode is true.
///   canonical
///     When set to true, reject padding bits that are not zero (RFC 4648, section 3.5).
#[pyfunction(
    signature = (
        data, /, *, strict_mode = Given::No, padded = Flag(true), alphabet = Given::No, ignorechars = Given::No,
        canonical = Flag(false)
    ),
    text_signature = "($module, data, /, *, strict_mode=<unrepresentable>,\n           padded=True, \
                      alphabet=BASE64_ALPHABET,\n           ignorechars=<unrepresentable>, canonical=False)"
)]
#[allow(clippy::too_many_arguments, reason = "the arguments are Python's")]
pub(crate) fn a2b_base64<'a, 'py>(
    ctx: &mut ThreadContext<'py>,
    state: &State,
    data: Ascii<'a, 'py>,
    strict_mode: Given<Flag>,
    padded: Flag,
    alphabet: Given<Borrowed<'a, 'py, PyBytes>>,
    ignorechars: Given<PyBuffer<'a, 'py>>,
    canonical: Flag,
) -> PyResult<Bound<'py, PyBytes>> {
    let by_default = matches!(ignorechars, Given::Value(_));
    let strict = if let Given::Value(Flag(strict)) = strict_mode { strict } else { by_default };
    let content = if let Given::Value(buffer) = &ignorechars { Some(buffer.read(ctx)?) } else { None };
    let ignored = content.as_deref().unwrap_or(b"");
    let usual = Rules { padded: padded.0, canonical: canonical.0, ignored, ..Rules::usual(state, strict) };
    let Given::Value(letters) = alphabet else {
        return decode(ctx, state, &data, &usual);
    };
    let Some(alphabet) = Alphabet::of(letters.as_bytes()) else {
        return Err(not_an_alphabet(ctx));
    };
    let own = if alphabet.letters == Alphabet::STANDARD.letters { STANDARD_NUMBERS } else { alphabet.numbers() };
    decode(ctx, state, &data, &Rules { numbers: &own, known: alphabet.known, ..usual })
}

/// Base64-code line of data.
///
///   padded
///     When set to false, omit padding in the output.
///   wrapcol
///     Break the output into lines of at most this many characters, rounded down to a multiple of four.
#[pyfunction(
    signature = (data, /, *, padded = Flag(true), wrapcol = Columns(0), newline = Flag(true), alphabet = Given::No),
    text_signature = "($module, data, /, *, padded=True, wrapcol=0, newline=True,\n           alphabet=BASE64_ALPHABET)"
)]
pub(crate) fn b2a_base64<'a, 'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'a, 'py>,
    padded: Flag,
    wrapcol: Columns,
    newline: Flag,
    alphabet: Given<PyBuffer<'a, 'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let usual = Layout { alphabet: Alphabet::STANDARD, padded: padded.0, columns: 0, newline: newline.0 };
    let Given::Value(letters) = alphabet else {
        return usual.wrapped(wrapcol.0).encode(ctx, &data);
    };
    let letters = letters.read(ctx)?;
    let Some(alphabet) = Alphabet::of(&letters) else {
        return Err(not_an_alphabet(ctx));
    };
    Layout { alphabet, ..usual }.wrapped(wrapcol.0).encode(ctx, &data)
}
