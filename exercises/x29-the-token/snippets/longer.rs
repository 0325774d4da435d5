//! a token of one time is no token of a longer one
pub fn longer<'long: 'short, 'short>(token: x29::Token<'short>) -> x29::Token<'long> {
    token //~ lifetime may not live long enough
}
