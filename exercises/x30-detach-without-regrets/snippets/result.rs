//! nothing that belongs to one thread comes out of the work
use std::rc::Rc;

pub fn made_inside(token: &mut x30::Token<'_>) -> Rc<i32> {
    token.detach(|| Rc::new(1)) //~ E0277
}
