struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a panic in a drop");
    }
}

#[pyfunction]
fn go(_ctx: &ThreadContext<'_>, _state: &NoState) -> i64 {
    let _first = Bomb;
    let _second = Bomb;
    1
}
