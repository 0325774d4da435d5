//! neither a token nor a loan of it goes to another thread
fn goes<T: Send>() {}

pub fn itself<'py>() {
    goes::<x29::Token<'py>>(); //~ E0277
}

pub fn a_loan<'py>() {
    goes::<&x29::Token<'py>>(); //~ E0277
}
