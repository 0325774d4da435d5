// The twin of `no_exclusive_object.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'a, 'py>(object: &'a mut Bound<'py, PyAny>) -> Borrowed<'a, 'py, PyAny> {
    object.as_borrowed()
}
