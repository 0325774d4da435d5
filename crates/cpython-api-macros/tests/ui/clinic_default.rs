//! A default that is no plain value has a name in Rust.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: int = "text"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: object = (0, 0)

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: double = -inf

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int = 1 << 3

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int = sys.flags.debug

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int = call()

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int(accept=[int]) = 1

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int(accept) = 1

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

fn main() {}
