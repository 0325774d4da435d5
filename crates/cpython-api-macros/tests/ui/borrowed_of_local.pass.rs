// The twin of `borrowed_of_local.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'py>(ctx: &ThreadContext<'py>) -> Bound<'py, PyAny> {
    let object = ctx.none();
    object.as_borrowed().to_owned(ctx)
}
