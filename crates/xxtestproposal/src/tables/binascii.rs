//! `binascii` of every version. The functions of base64 and hex got more parameters in 3.15, and those of base32, base85
//! and Ascii85 came; up to 3.11 a `bool` was an int.

use cpython_api::prelude::*;
use cpython_api::proposal::{AsciiBuffer, PyBuffer, clinic};

cpython_api::python_since! {
    3.15 {
        mod bases;
        #[path = "binascii/since_3_15.rs"]
        mod encodings;
    } else {
        #[path = "binascii/before_3_15.rs"]
        mod encodings;
    }
}

clinic! {
    binascii.a2b_uu

        data: ascii_buffer
        /

    fn a2b_uu<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>) -> usize {
        data.len()
    }

    binascii.crc_hqx

        data: Py_buffer
        crc: unsigned_int(bitwise=True)
        /

    fn crc_hqx<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, crc: u32) -> (usize, u32) {
        (data.len(), crc)
    }

    binascii.crc32 -> unsigned_int

        data: Py_buffer
        crc: unsigned_int(bitwise=True) = 0
        /

    fn crc32<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, crc: u32) -> PyResult<u32> {
        Ok(crc.wrapping_add(data.len() as u32))
    }
}

macro_rules! quoted {
    ($($of_int:tt)?) => {
        clinic! {
            binascii.b2a_uu

                data: Py_buffer
                /
                *
                backtick: bool $($of_int)? = False

            fn b2a_uu<'py>(
                _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, backtick: bool,
            ) -> (usize, bool) {
                (data.len(), backtick)
            }

            binascii.a2b_qp

                data: ascii_buffer
                header: bool $($of_int)? = False

            fn a2b_qp<'py>(
                _ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, header: bool,
            ) -> (usize, bool) {
                (data.len(), header)
            }

            binascii.b2a_qp

                data: Py_buffer
                quotetabs: bool $($of_int)? = False
                istext: bool $($of_int)? = True
                header: bool $($of_int)? = False

            fn b2a_qp<'py>(
                _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, quotetabs: bool, istext: bool,
                header: bool,
            ) -> (usize, bool, bool, bool) {
                (data.len(), quotetabs, istext, header)
            }
        }
    };
}

cpython_api::python_since! { 3.12 { quoted!(); } else { quoted!((accept={int})); } }

macro_rules! module {
    ($($newer:tt)*) => {
        export_module! {
            name: xxclinic_binascii,
            state: NoState,
            methods: [
                a2b_uu, crc_hqx, crc32, b2a_uu, a2b_qp, b2a_qp,
                encodings::a2b_base64, encodings::b2a_base64, encodings::a2b_hex, encodings::unhexlify,
                encodings::b2a_hex, encodings::hexlify, $($newer)*
            ],
        }
    };
}

cpython_api::python_since! {
    3.15 {
        module! {
            bases::a2b_base32, bases::b2a_base32, bases::a2b_base85, bases::b2a_base85, bases::a2b_ascii85,
            bases::b2a_ascii85,
        }
    } else {
        module! {}
    }
}
