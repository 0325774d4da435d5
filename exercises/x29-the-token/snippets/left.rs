//! no object leaves the time of its token
use std::ptr::null_mut;

#[allow(unused_unsafe)]
pub fn left() -> Option<usize> {
    // SAFETY: never called; the question is whether it compiles.
    unsafe {
        let object = x29::with_token(|token| x29::Object::from_new(token, null_mut())); //~ lifetime may not live long enough
        x29::with_token(|token| object?.length(token))
    }
}
