//! plain values go in and come out, and the token is back afterwards
use x30::{Object, Token};

pub fn both<'py>(token: &mut Token<'py>, object: &Object<'py>, numbers: &[u64]) -> Option<u64> {
    let length = object.length(token)? as u64;
    let total = token.detach(|| numbers.iter().map(|one| one * length).sum::<u64>());
    Some(total + object.length(token)? as u64)
}

pub fn moved(token: &mut Token<'_>, text: String) -> Vec<String> {
    token.detach(move || vec![text])
}
