//! So is an option.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        name: object(converter="PyUnicode_FSConverter")

    fn f<'py>(_ctx: &ThreadContext<'py>, _state: &NoState, name: Borrowed<'_, 'py, PyAny>) {
        let _ = name;
    }
}

fn main() {}
