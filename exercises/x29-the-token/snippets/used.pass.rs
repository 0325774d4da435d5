//! a token is lent as often as you like, and plain values leave
use x29::{Object, Token, with_token};

/// An object and a token of one time, any time.
pub fn fits<'py>(object: &Object<'py>, token: &Token<'py>) -> Option<usize> {
    object.length(token)
}

pub fn lent<'a, 'py>(token: &'a Token<'py>) -> &'a Token<'py> {
    token
}

pub fn twice(pointer: *mut cpython_sys::PyObject) -> Option<usize> {
    // SAFETY: never called; the question is whether it compiles.
    unsafe {
        with_token(|token| {
            let object = Object::from_new(token, pointer)?;
            Some(fits(&object, token)? + fits(&object, lent(token))?)
        })
    }
}
