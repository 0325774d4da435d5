//! a token cannot be copied and kept
pub fn kept(token: x29::Token<'_>) {
    let copy = token;
    drop((token, copy)); //~ E0382
}
