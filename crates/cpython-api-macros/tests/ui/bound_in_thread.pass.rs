// The twin of `bound_in_thread.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f(object: Bound<'_, PyAny>) {
    let object = object.unbind();
    let handle = std::thread::spawn(move || object);
    drop(handle.join());
}
