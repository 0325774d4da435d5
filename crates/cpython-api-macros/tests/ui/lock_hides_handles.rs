//! The collector does not look into a lock, so a state keeps no handles there.
use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

#[derive(ModuleStateGc)]
struct State {
    names: PyLock<Vec<Py<PyStr>>>,
}

fn main() {}
