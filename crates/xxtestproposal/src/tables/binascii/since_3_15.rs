//! base64 and hex of 3.15, with `PyBytesObject`, `size_t`, `c_default` and `py_default`.

use cpython_api::prelude::*;
use cpython_api::proposal::{AsciiBuffer, PyBuffer, clinic};

type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;
type Buffer<'a, 'py> = Option<PyBuffer<'a, 'py>>;

clinic! {
    @permit_long_docstring_body
    binascii.a2b_base64

        data: ascii_buffer
        /
        *
        strict_mode: bool(c_default="-1", py_default="<unrepresentable>") = False
        padded: bool = True
        alphabet: PyBytesObject(c_default="NULL") = BASE64_ALPHABET
        ignorechars: Py_buffer(py_default="<unrepresentable>") = None
        canonical: bool = False

    #[allow(clippy::too_many_arguments, reason = "the number is C's")]
    pub(super) fn a2b_base64<'py>(
        ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, strict_mode: Option<bool>, padded: bool,
        alphabet: Option<Borrowed<'_, 'py, PyBytes>>, ignorechars: Buffer<'_, 'py>, canonical: bool,
    ) -> PyResult<(Vec<u8>, Option<bool>)> {
        let _ = (padded, alphabet, ignorechars, canonical);
        Ok((data.read(ctx)?.to_vec(), strict_mode))
    }

    binascii.b2a_base64

        data: Py_buffer
        /
        *
        padded: bool = True
        wrapcol: size_t = 0
        newline: bool = True
        alphabet: Py_buffer(c_default="{NULL, NULL}") = BASE64_ALPHABET

    pub(super) fn b2a_base64<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, padded: bool, wrapcol: usize,
        newline: bool, alphabet: Buffer<'_, 'py>,
    ) -> (usize, usize, Vec<bool>) {
        (data.len(), wrapcol, vec![padded, newline, alphabet.is_some()])
    }

    binascii.a2b_hex

        hexstr: ascii_buffer
        /
        *
        ignorechars: Py_buffer = b""

    pub(super) fn a2b_hex<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, hexstr: AsciiBuffer<'_, 'py>, ignorechars: Buffer<'_, 'py>,
    ) -> (usize, usize) {
        (hexstr.len(), ignorechars.map_or(0, |ignored| ignored.len()))
    }

    binascii.unhexlify = binascii.a2b_hex

    pub(super) fn unhexlify<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, hexstr: AsciiBuffer<'_, 'py>, ignorechars: Buffer<'_, 'py>,
    ) -> (usize, usize) {
        a2b_hex(ctx, state, hexstr, ignorechars)
    }

    binascii.b2a_hex

        data: Py_buffer
        sep: object = NULL
        bytes_per_sep: Py_ssize_t = 1

    pub(super) fn b2a_hex<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, sep: Option<Object<'_, 'py>>,
        bytes_per_sep: isize,
    ) -> (usize, bool, isize) {
        (data.len(), sep.is_some(), bytes_per_sep)
    }

    binascii.hexlify = binascii.b2a_hex

    pub(super) fn hexlify<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, data: PyBuffer<'_, 'py>, sep: Option<Object<'_, 'py>>,
        bytes_per_sep: isize,
    ) -> (usize, bool, isize) {
        b2a_hex(ctx, state, data, sep, bytes_per_sep)
    }
}
