//! The methods of `zlib.Compress`, as they are printed. They give back what they got.

use cpython_api::prelude::*;
use cpython_api::proposal::PyBuffer;

const Z_FINISH: i32 = 4;

type Same<'a, 'py> = Borrowed<'a, 'py, PyInstance<Compress>>;

#[pyclass(name = "xxclinic_zlib.Compress")]
pub(super) struct Compress {}

#[pymethods]
impl Compress {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self {}
    }

    clinic! {
        zlib.Compress.compress

            cls: defining_class
            data: Py_buffer
            /

        /// What it got.
        fn compress<'py>(&self, _ctx: &ThreadContext<'py>, _state: &NoState, data: PyBuffer<'_, 'py>) -> usize {
            data.len()
        }

        zlib.Compress.flush

            cls: defining_class
            mode: int(c_default="Z_FINISH") = zlib.Z_FINISH
            /

        fn flush(&self, _ctx: &ThreadContext<'_>, _state: &NoState, mode: i32) -> i32 {
            mode
        }

        zlib.Compress.copy

            cls: defining_class

        fn copy<'a, 'py>(slf: Borrowed<'a, 'py, PyInstance<Self>>, _ctx: &ThreadContext<'py>, _state: &NoState) -> Same<'a, 'py> {
            slf
        }

        zlib.Compress.__copy__

            cls: defining_class

        fn __copy__<'a, 'py>(slf: Borrowed<'a, 'py, PyInstance<Self>>, _ctx: &ThreadContext<'py>, _state: &NoState) -> Same<'a, 'py> {
            slf
        }

        zlib.Compress.__deepcopy__

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
