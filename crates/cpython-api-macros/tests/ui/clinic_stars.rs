//! Arguments beyond the named ones, and forms that go.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        *args: tuple

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        *items: array

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        *args

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        *
        **kwargs: dict

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
        *
        y: int
        *
        z: int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
        / [from 3.14]

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
        * [from 3.14]
        y: int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

fn main() {}
