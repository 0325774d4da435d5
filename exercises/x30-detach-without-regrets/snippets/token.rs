//! the token is nobody's while the thread is detached
pub fn inside<'py>(token: &mut x30::Token<'py>, object: x30::Object<'py>) -> Option<usize> {
    let lent = &*token;
    token.detach(|| 1); //~ E0502
    object.length(lent)
}

pub fn shared(token: &x30::Token<'_>) -> i32 {
    token.detach(|| 1) //~ E0596
}
