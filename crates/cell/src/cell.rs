/// The number of vowels in a text.
#[pyfunction(signature = (text, /))]
fn vowels(_ctx: &ThreadContext<'_>, _state: &NoState, text: &str) -> usize {
    text.chars().filter(|c| "aeiouAEIOU".contains(*c)).count()
}

/// Integer division that raises as Python's does.
#[pyfunction(signature = (a, b = 1))]
fn divide(ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> PyResult<i64> {
    a.checked_div(b).ok_or_else(|| PyZeroDivisionError::raise(ctx, "division by zero"))
}
