// The twin of `bound_in_static.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub static KEPT: std::sync::OnceLock<Py<PyAny>> = std::sync::OnceLock::new();
