//! The table's return converter is compared with the Rust type.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f -> unsigned_int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
        1
    }

    m.g -> DecodeFSDefault

    fn g(_ctx: &ThreadContext<'_>, _state: &NoState) -> String {
        String::new()
    }
}

clinic! {
    m.h -> object(type="PyObject *")

    fn h(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

fn main() {}
