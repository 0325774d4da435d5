//! The methods of `zlib.Decompress` and `zlib._ZlibDecompressor`, and the constructor of the latter.

use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

const DEF_BUF_SIZE: isize = 16384;
const MAX_WBITS: i32 = 15;

type Same<'a, 'py> = Borrowed<'a, 'py, PyInstance<Decompress>>;

#[pyclass(name = "xxclinic_zlib.Decompress")]
pub(super) struct Decompress {}

#[pymethods]
impl Decompress {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self {}
    }

    clinic! {
        zlib.Decompress.decompress

            cls: defining_class
            data: Py_buffer
            /
            max_length: Py_ssize_t = 0

        fn decompress<'py>(
            &self, _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, max_length: isize,
        ) -> (usize, isize) {
            (data.len(), max_length)
        }

        zlib.Decompress.flush

            cls: defining_class
            length: Py_ssize_t(c_default="DEF_BUF_SIZE") = zlib.DEF_BUF_SIZE
            /

        fn flush(&self, _ctx: &ThreadContext<'_>, _state: &NoState, length: isize) -> isize {
            length
        }

        zlib.Decompress.copy

            cls: defining_class

        fn copy<'a, 'py>(slf: Borrowed<'a, 'py, PyInstance<Self>>, _ctx: &ThreadContext<'py>, _state: &NoState) -> Same<'a, 'py> {
            slf
        }

        zlib.Decompress.__copy__ = zlib.Decompress.copy

        fn __copy__<'a, 'py>(slf: Borrowed<'a, 'py, PyInstance<Self>>, _ctx: &ThreadContext<'py>, _state: &NoState) -> Same<'a, 'py> {
            slf
        }

        zlib.Decompress.__deepcopy__

            cls: defining_class
            memo: object
            /

        fn __deepcopy__<'a, 'py>(
            slf: Borrowed<'a, 'py, PyInstance<Self>>, _ctx: &ThreadContext<'py>, _state: &NoState, memo: Borrowed<'_, 'py, PyAny>,
        ) -> Same<'a, 'py> {
            let _ = memo;
            slf
        }
    }
}

#[pyclass(name = "xxclinic_zlib.ZlibDecompressor")]
pub(super) struct ZlibDecompressor {
    wbits: i32,
}

#[pymethods]
impl ZlibDecompressor {
    clinic! {
        @classmethod
        zlib._ZlibDecompressor.__new__

            wbits: int(c_default="MAX_WBITS") = MAX_WBITS
            zdict: object(c_default="NULL") = b""

        fn new<'py>(
            _ctx: &ThreadContext<'py>, _state: &NoState, wbits: i32, zdict: Option<Borrowed<'_, 'py, PyAny>>,
        ) -> Self {
            let _ = zdict;
            Self { wbits }
        }

        zlib._ZlibDecompressor.decompress

            data: Py_buffer
            max_length: Py_ssize_t=-1

        fn decompress<'py>(
            &self, _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>, max_length: isize,
        ) -> (usize, isize, i32) {
            (data.len(), max_length, self.wbits)
        }

        @staticmethod
        zlib.ZlibDecompressor.doubled -> Py_ssize_t

            number: Py_ssize_t
            /

        fn doubled(_ctx: &ThreadContext<'_>, _state: &NoState, number: isize) -> isize {
            number * 2
        }

        @classmethod
        zlib.ZlibDecompressor.with_wbits

            *
            wbits: int

        fn with_wbits<'py>(
            class: Borrowed<'_, 'py, PyType<Self>>, ctx: &ThreadContext<'py>, _state: &NoState, wbits: i32,
        ) -> PyResult<Bound<'py, PyInstance<Self>>> {
            class.new_instance(ctx, Self { wbits })
        }
    }
}
