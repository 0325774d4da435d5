//! The two functions as 3.11 to 3.14 have them.

use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

use crate::alphabet::Alphabet;
use crate::arguments::{Ascii, Flag};
use crate::decode::{Rules, decode};
use crate::encode::Layout;
use crate::state::State;

/// Decode a line of base64 data.
///
///   strict_mode
///     When set to true, bytes that are not part of the base64 standard are not allowed, nor is data after the padding.
#[pyfunction(signature = (data, /, *, strict_mode = Flag(false)), text_signature = "($module, data, /, *, strict_mode=False)")]
pub(crate) fn a2b_base64<'py>(
    ctx: &mut ThreadContext<'py>,
    state: &State,
    data: Ascii<'_, 'py>,
    strict_mode: Flag,
) -> PyResult<Bound<'py, PyBytes>> {
    decode(ctx, state, &data, &Rules::usual(state, strict_mode.0))
}

/// Base64-code line of data.
#[pyfunction(signature = (data, /, *, newline = Flag(true)), text_signature = "($module, data, /, *, newline=True)")]
pub(crate) fn b2a_base64<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
    newline: Flag,
) -> PyResult<Bound<'py, PyBytes>> {
    Layout { alphabet: Alphabet::STANDARD, padded: true, columns: 0, newline: newline.0 }.encode(ctx, &data)
}
