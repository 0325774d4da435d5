//! The collector must know every reference of a payload.
use cpython_api::prelude::*;

struct Hidden(Py<PyAny>);

#[pyclass]
struct Node {
    next: Option<Hidden>,
}

#[pymethods]
impl Node {}

fn main() {}
