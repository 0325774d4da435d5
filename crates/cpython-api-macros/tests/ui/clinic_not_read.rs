//! What the macro does not read is said where it stands.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    @critical_section
    m.f

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    @getter
    m.f

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f as m_f

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    module m

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    class m.C "C *" "&C_Type"

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        /

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
        *
        y: int
        /

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        self: self(type="C *")

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        cls: defining_class

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    m.f

        x: int
            How much.

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    @setter
    m.C.f
}

clinic! {
    @coexist
    m.C.f
}

clinic! {
    @text_signature "(x)"
    m.f
}

clinic! {
    @permit_all
    m.f
}

clinic! {
    output everything suppress

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

clinic! {
    package.m.C.f

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}

fn main() {}
