#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) -> u8 {
    // SAFETY: none. The address is not ours: that is the point.
    unsafe { std::ptr::read_volatile(8 as *const u8) }
}
