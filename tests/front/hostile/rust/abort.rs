#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) {
    std::process::abort()
}
