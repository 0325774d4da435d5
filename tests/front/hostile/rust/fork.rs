unsafe extern "C" {
    fn fork() -> i32;
    fn setsid() -> i32;
    fn pause() -> i32;
}

#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) {
    // SAFETY: none. A grandchild in a session of its own waits for ever: that is the point.
    unsafe {
        if fork() == 0 {
            setsid();
            if fork() == 0 {
                loop {
                    pause();
                }
            }
            std::process::abort();
        }
    }
    std::process::abort()
}
