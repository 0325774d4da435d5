//! Letters in quotes are from the time before converters.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f

        x: "i"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: "O!"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: "y*"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: "s#"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: 1

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

fn main() {}
