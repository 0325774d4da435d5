//! What is bound to a call cannot be kept for the next. `Py` can.
use cpython_api::prelude::*;

static KEPT: std::sync::OnceLock<Bound<'static, PyAny>> = std::sync::OnceLock::new();

fn main() {}
