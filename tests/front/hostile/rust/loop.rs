#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) {
    println!("looping");
    loop {
        std::hint::spin_loop();
    }
}
