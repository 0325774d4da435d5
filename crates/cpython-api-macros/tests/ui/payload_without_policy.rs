//! A payload without a policy would hide its references from the collector.
use cpython_api::prelude::*;

struct Node {
    next: Option<Py<PyAny>>,
}

static NODE_CLASS: ClassDef<Node> = ClassDef::new(c"m.Node");

impl PyClass for Node {
    type State = NoState;

    fn definition() -> &'static ClassDef<Self> {
        &NODE_CLASS
    }
}

fn main() {}
