#[allow(long_running_const_eval)]
const NEVER: u64 = {
    let mut n = 0u64;
    while n < u64::MAX {
        n += 1;
    }
    n
};

#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) -> u64 {
    NEVER
}
