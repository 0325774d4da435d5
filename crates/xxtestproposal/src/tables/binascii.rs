use cpython_api::prelude::*;
use cpython_api::proposal::{AsciiBuffer, PyBuffer, clinic};

clinic! {
    binascii.a2b_uu

        data: ascii_buffer
        /

    fn a2b_uu<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>) -> usize {
        data.len()
    }

    binascii.b2a_uu

        data: Py_buffer
        /
        *
        backtick: bool = False

    fn b2a_uu<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, backtick: bool) -> (usize, bool) {
        (data.len(), backtick)
    }

    binascii.a2b_base64

        data: ascii_buffer
        /
        *
        strict_mode: bool = False

    fn a2b_base64<'py>(
        ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, strict_mode: bool,
    ) -> PyResult<(Vec<u8>, bool)> {
        Ok((data.read(ctx)?.to_vec(), strict_mode))
    }

    binascii.b2a_base64

        data: Py_buffer
        /
        *
        newline: bool = True

    fn b2a_base64<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, newline: bool) -> (usize, bool) {
        (data.len(), newline)
    }

    binascii.crc_hqx

        data: Py_buffer
        crc: unsigned_int(bitwise=True)
        /

    fn crc_hqx<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, crc: u32) -> (usize, u32) {
        (data.len(), crc)
    }

    binascii.crc32

        data: Py_buffer
        crc: unsigned_int(bitwise=True) = 0
        /

    fn crc32<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, crc: u32) -> (usize, u32) {
        (data.len(), crc)
    }

    binascii.b2a_hex

        data: Py_buffer
        sep: object = NULL
        bytes_per_sep: int = 1

    fn b2a_hex<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, sep: Option<Borrowed<'_, 'py, PyAny>>,
        bytes_per_sep: i32,
    ) -> (usize, bool, i32) {
        (data.len(), sep.is_some(), bytes_per_sep)
    }

    binascii.a2b_hex

        hexstr: ascii_buffer
        /

    fn a2b_hex<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, hexstr: AsciiBuffer<'_, 'py>) -> usize {
        hexstr.len()
    }

    binascii.a2b_qp

        data: ascii_buffer
        header: bool = False

    fn a2b_qp<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: AsciiBuffer<'_, 'py>, header: bool) -> (usize, bool) {
        (data.len(), header)
    }

    binascii.b2a_qp

        data: Py_buffer
        quotetabs: bool = False
        istext: bool = True
        header: bool = False

    fn b2a_qp<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, quotetabs: bool, istext: bool, header: bool,
    ) -> (usize, bool, bool, bool) {
        (data.len(), quotetabs, istext, header)
    }
}

export_module! {
    name: xxclinic_binascii,
    state: NoState,
    methods: [a2b_uu, b2a_uu, a2b_base64, b2a_base64, crc_hqx, crc32, b2a_hex, a2b_hex, a2b_qp, b2a_qp],
}
