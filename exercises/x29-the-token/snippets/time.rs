//! a token of one time is no token of a shorter or a longer one
pub fn shorter<'long: 'short, 'short>(token: x29::Token<'long>) -> x29::Token<'short> {
    token //~ lifetime may not live long enough
}

pub fn longer<'long: 'short, 'short>(token: x29::Token<'short>) -> x29::Token<'long> {
    token //~ lifetime may not live long enough
}
