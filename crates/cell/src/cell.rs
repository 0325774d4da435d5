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

/// Keeps a score.
#[pyclass]
struct Score {
    points: std::sync::atomic::AtomicI64,
}

#[pymethods]
impl Score {
    #[new(signature = (points = 0))]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState, points: i64) -> Self {
        Self { points: points.into() }
    }

    /// Add points; return the new score.
    #[pyfunction(signature = (points, /))]
    fn add(&self, _ctx: &ThreadContext<'_>, _state: &NoState, points: i64) -> i64 {
        self.points.fetch_add(points, std::sync::atomic::Ordering::Relaxed) + points
    }

    #[getter]
    fn points(&self, _ctx: &ThreadContext<'_>) -> i64 {
        self.points.load(std::sync::atomic::Ordering::Relaxed)
    }
}
