// The twin of `context_is_not_cloned.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'a, 'py>(ctx: &'a ThreadContext<'py>) -> &'a ThreadContext<'py> {
    ctx
}
