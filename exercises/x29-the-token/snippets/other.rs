//! an object is not used with the token of another time
pub fn mixed<'a, 'b>(object: &x29::Object<'a>, token: &x29::Token<'b>) -> Option<usize> {
    object.length(token) //~ lifetime may not live long enough
}
