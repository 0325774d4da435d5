#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) {
    std::process::exit(0)
}
