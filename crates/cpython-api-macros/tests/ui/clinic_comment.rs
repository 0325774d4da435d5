//! What belongs to the comment in C stays there.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
/*[clinic input]
    m.f

        x: int
[clinic start generated code]*/

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    [clinic input]
    m.f

        x: int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int

    [clinic start generated code]

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int

    Do it.

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
}

fn main() {}
