//! What no table of the three modules has: a default that `None` leaves as it is, as in `io.BytesIO`, and names of Python
//! that are words of Rust, or others than C's variables.

use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

#[pyclass(name = "xxclinic_io.BytesIO")]
struct BytesIO {}

#[pymethods]
impl BytesIO {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self {}
    }

    clinic! {
        _io.BytesIO.read

            size: Py_ssize_t(accept={int, NoneType}) = -1
            /

        fn read(&self, _ctx: &ThreadContext<'_>, _state: &NoState, size: isize) -> isize {
            size
        }
    }
}

clinic! {
    io.match -> object

        type: int = 1
        *
        pattern as regular: int(unused=True) = 2
        mod: unicode(type="PyObject *", py_default="'no mod'") = NULL

    fn matched<'a, 'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, r#type: i32, regular: i32, r#mod: Option<Borrowed<'a, 'py, PyStr>>,
    ) -> (i32, i32, bool) {
        (r#type, regular, r#mod.is_some())
    }
}

export_module! { name: xxclinic_io, state: NoState, methods: [matched], classes: [BytesIO] }
