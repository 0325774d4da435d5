//! Only the glue makes a handle from a pointer.
use cpython_api::prelude::*;

fn f<'py>(ctx: &ThreadContext<'py>, pointer: std::ptr::NonNull<u8>) -> Bound<'py, PyAny> {
    unsafe { Bound::from_owned_ptr(ctx, pointer.cast()) }
}

fn main() {}
