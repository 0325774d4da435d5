//! base64 and hex up to 3.14.

use cpython_api::prelude::*;
use cpython_api::proposal::{AsciiBuffer, PyBuffer, clinic};

type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

macro_rules! base64 {
    ($($of_int:tt)?) => {
        clinic! {
            binascii.a2b_base64

                data: ascii_buffer
                /
                *
                strict_mode: bool $($of_int)? = False

            pub(super) fn a2b_base64<'py>(
                ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, strict_mode: bool,
            ) -> PyResult<(Vec<u8>, bool)> {
                Ok((data.read(ctx)?.to_vec(), strict_mode))
            }

            binascii.b2a_base64

                data: Py_buffer
                /
                *
                newline: bool $($of_int)? = True

            pub(super) fn b2a_base64<'py>(
                _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, newline: bool,
            ) -> (usize, bool) {
                (data.len(), newline)
            }
        }
    };
}

cpython_api::python_since! { 3.12 { base64!(); } else { base64!((accept={int})); } }

clinic! {
    binascii.a2b_hex

        hexstr: ascii_buffer
        /

    pub(super) fn a2b_hex<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, hexstr: AsciiBuffer<'_, 'py>) -> usize {
        hexstr.len()
    }

    binascii.unhexlify = binascii.a2b_hex

    pub(super) fn unhexlify<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, hexstr: AsciiBuffer<'_, 'py>) -> usize {
        hexstr.len()
    }

    binascii.b2a_hex

        data: Py_buffer
        sep: object = NULL
        bytes_per_sep: int = 1

    pub(super) fn b2a_hex<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, sep: Option<Object<'_, 'py>>,
        bytes_per_sep: i32,
    ) -> (usize, bool, i64) {
        (data.len(), sep.is_some(), bytes_per_sep.into())
    }

    binascii.hexlify = binascii.b2a_hex

    pub(super) fn hexlify<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, data: PyBuffer<'_, 'py>, sep: Option<Object<'_, 'py>>,
        bytes_per_sep: i32,
    ) -> (usize, bool, i64) {
        b2a_hex(ctx, state, data, sep, bytes_per_sep)
    }
}
