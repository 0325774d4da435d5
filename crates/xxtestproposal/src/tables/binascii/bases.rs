//! base32, base85 and Ascii85, which came with 3.15.

use cpython_api::prelude::*;
use cpython_api::proposal::{AsciiBuffer, PyBuffer, clinic};

type Alphabet<'a, 'py> = Option<Borrowed<'a, 'py, PyBytes>>;
type Buffer<'a, 'py> = Option<PyBuffer<'a, 'py>>;

clinic! {
    binascii.a2b_base32

        data: ascii_buffer
        /
        *
        padded: bool = True
        alphabet: PyBytesObject(c_default="NULL") = BASE32_ALPHABET
        ignorechars: Py_buffer = b""
        canonical: bool = False

    pub(crate) fn a2b_base32<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, padded: bool,
        alphabet: Alphabet<'_, 'py>, ignorechars: Buffer<'_, 'py>, canonical: bool,
    ) -> (usize, Vec<bool>) {
        (data.len(), vec![padded, alphabet.is_some(), ignorechars.is_some(), canonical])
    }

    binascii.b2a_base32

        data: Py_buffer
        /
        *
        padded: bool = True
        wrapcol: size_t = 0
        alphabet: Py_buffer(c_default="{NULL, NULL}") = BASE32_ALPHABET

    pub(crate) fn b2a_base32<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, padded: bool, wrapcol: usize,
        alphabet: Buffer<'_, 'py>,
    ) -> (usize, usize, Vec<bool>) {
        (data.len(), wrapcol, vec![padded, alphabet.is_some()])
    }

    binascii.a2b_base85

        data: ascii_buffer
        /
        *
        alphabet: PyBytesObject(c_default="NULL") = BASE85_ALPHABET
        ignorechars: Py_buffer = b""
        canonical: bool = False

    pub(crate) fn a2b_base85<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, alphabet: Alphabet<'_, 'py>,
        ignorechars: Buffer<'_, 'py>, canonical: bool,
    ) -> (usize, Vec<bool>) {
        (data.len(), vec![alphabet.is_some(), ignorechars.is_some(), canonical])
    }

    binascii.b2a_base85

        data: Py_buffer
        /
        *
        pad: bool = False
        wrapcol: size_t = 0
        alphabet: Py_buffer(c_default="{NULL, NULL}") = BASE85_ALPHABET

    pub(crate) fn b2a_base85<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, pad: bool, wrapcol: usize,
        alphabet: Buffer<'_, 'py>,
    ) -> (usize, usize, Vec<bool>) {
        (data.len(), wrapcol, vec![pad, alphabet.is_some()])
    }

    binascii.a2b_ascii85

        data: ascii_buffer
        /
        *
        foldspaces: bool = False
        adobe: bool = False
        ignorechars: Py_buffer = b""
        canonical: bool = False

    pub(crate) fn a2b_ascii85<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, foldspaces: bool, adobe: bool,
        ignorechars: Buffer<'_, 'py>, canonical: bool,
    ) -> (usize, Vec<bool>) {
        (data.len(), vec![foldspaces, adobe, ignorechars.is_some(), canonical])
    }

    binascii.b2a_ascii85

        data: Py_buffer
        /
        *
        foldspaces: bool = False
        wrapcol: size_t = 0
        pad: bool = False
        adobe: bool = False

    pub(crate) fn b2a_ascii85<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, foldspaces: bool, wrapcol: usize,
        pad: bool, adobe: bool,
    ) -> (usize, usize, Vec<bool>) {
        (data.len(), wrapcol, vec![foldspaces, pad, adobe])
    }
}
