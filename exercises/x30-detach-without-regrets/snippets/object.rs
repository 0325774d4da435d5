//! no object goes into the work
pub fn dropped_inside<'py>(token: &mut x30::Token<'py>, object: x30::Object<'py>) {
    token.detach(move || drop(object)) //~ E0277
}
