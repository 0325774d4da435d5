// The twin of `lifetimes_do_not_mix.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>, object: &Bound<'py, PyAny>) {
    let _second = object.clone_ref(ctx);
}
