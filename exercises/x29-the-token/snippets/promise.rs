//! nobody gets a token without a promise
pub fn anywhere() {
    x29::with_token(|_token| ()); //~ E0133
}
