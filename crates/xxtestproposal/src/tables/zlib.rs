use cpython_api::prelude::*;
use cpython_api::proposal::clinic::ssize;
use cpython_api::proposal::{PyBuffer, clinic};

use super::compress::Compress;
use super::decompress::{Decompress, ZlibDecompressor};

const Z_DEFAULT_COMPRESSION: i32 = -1;
const Z_DEFAULT_STRATEGY: i32 = 0;
const DEFLATED: i32 = 8;
const MAX_WBITS: i32 = 15;
const DEF_MEM_LEVEL: i32 = 8;
const DEF_BUF_SIZE: isize = 16384;

clinic! {
    zlib.adler32

        data: Py_buffer
        value: unsigned_int(bitwise=True) = 1
        /

    /// A checksum.
    fn adler32<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, value: u32) -> (usize, u32) {
        (data.len(), value)
    }

    zlib.crc32

        data: Py_buffer
        value: unsigned_int(bitwise=True) = 0
        /

    fn crc32<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, value: u32) -> (usize, u32) {
        (data.len(), value)
    }

    zlib.compress

        data: Py_buffer
        /
        level: int(c_default="Z_DEFAULT_COMPRESSION") = Z_DEFAULT_COMPRESSION
        wbits: int(c_default="MAX_WBITS") = MAX_WBITS

    fn compress<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, level: i32, wbits: i32,
    ) -> (usize, i32, i32) {
        (data.len(), level, wbits)
    }

    zlib.decompress

        data: Py_buffer
        /
        wbits: int(c_default="MAX_WBITS") = MAX_WBITS
        bufsize: Py_ssize_t(c_default="DEF_BUF_SIZE") = DEF_BUF_SIZE

    fn decompress<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, wbits: i32, bufsize: isize,
    ) -> (usize, i32, isize) {
        (data.len(), wbits, bufsize)
    }

    zlib.decompressobj

        wbits: int(c_default="MAX_WBITS") = MAX_WBITS
        zdict: object(c_default="NULL") = b""

    fn decompressobj<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, wbits: i32, zdict: Option<Borrowed<'_, 'py, PyAny>>,
    ) -> (i32, bool) {
        (wbits, zdict.is_some())
    }

    zlib.adler32_combine

        adler1: unsigned_int(bitwise=True)
        adler2: unsigned_int(bitwise=True)
        len2: object(subclass_of="&PyLong_Type")
        /

    fn adler32_combine<'py>(
        ctx: &ThreadContext<'py>, _state: &NoState, adler1: u32, adler2: u32, len2: Borrowed<'_, 'py, PyLong>,
    ) -> PyResult<(u32, u32, isize)> {
        Ok((adler1, adler2, ssize(ctx, len2.as_any())?))
    }

    zlib.crc32_combine

        crc1: unsigned_int(bitwise=True)
        crc2: unsigned_int(bitwise=True)
        len2: object(subclass_of="&PyLong_Type")
        /

    fn crc32_combine<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, crc1: u32, crc2: u32, len2: Borrowed<'_, 'py, PyLong>,
    ) -> PyResult<(u32, u32, isize)> {
        adler32_combine(ctx, state, crc1, crc2, len2)
    }
}

macro_rules! compressobj {
    ($absent:ident) => {
        clinic! {
            zlib.compressobj

                level: int(c_default="Z_DEFAULT_COMPRESSION") = Z_DEFAULT_COMPRESSION
                method: int(c_default="DEFLATED") = DEFLATED
                wbits: int(c_default="MAX_WBITS") = MAX_WBITS
                memLevel: int(c_default="DEF_MEM_LEVEL") = DEF_MEM_LEVEL
                strategy: int(c_default="Z_DEFAULT_STRATEGY") = Z_DEFAULT_STRATEGY
                zdict: Py_buffer = $absent

            #[allow(clippy::too_many_arguments, non_snake_case, reason = "the names and the number are C's")]
            fn compressobj<'py>(
                _ctx: &ThreadContext<'py>, _state: &NoState, level: i32, method: i32, wbits: i32, memLevel: i32, strategy: i32,
                zdict: Option<PyBuffer<'_, 'py>>,
            ) -> (Vec<i32>, bool) {
                (vec![level, method, wbits, memLevel, strategy], zdict.is_some())
            }
        }
    };
}

// What `inspect` shows for the last default.
cpython_api::python_since! { 3.14 { compressobj!(NULL); } else { compressobj!(None); } }

export_module! {
    name: xxclinic_zlib,
    state: NoState,
    methods: [adler32, crc32, compress, decompress, compressobj, decompressobj, adler32_combine, crc32_combine],
    classes: [Compress, Decompress, ZlibDecompressor],
}
