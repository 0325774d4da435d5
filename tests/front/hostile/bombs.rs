struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a panic in a drop");
    }
}

#[pyfunction]
fn panic(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
    let none: Option<i64> = std::hint::black_box(None);
    none.expect("there is no number")
}

#[pyfunction]
fn panic_in_drop(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
    let _first = Bomb;
    let _second = Bomb;
    1
}
