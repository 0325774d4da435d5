//! a token of one time is no token of a shorter one
pub fn shorter<'long: 'short, 'short>(token: x29::Token<'long>) -> x29::Token<'short> {
    token //~ lifetime may not live long enough
}
