//! So is an option.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        name: object(type="PyObject *")

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, name: Borrowed<'_, 'py, PyAny>) {
        let _ = name;
    }
}

fn main() {}
