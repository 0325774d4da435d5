//! A stored reference cannot be taken from behind `&self`.
use cpython_api::prelude::*;

struct Keeper {
    object: Py<PyAny>,
}

impl Keeper {
    fn take(&self) -> Py<PyAny> {
        self.object
    }
}

fn main() {}
