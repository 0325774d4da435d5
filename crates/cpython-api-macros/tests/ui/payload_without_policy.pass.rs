// The twin of `payload_without_policy.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[derive(PyClassGc)]
pub struct Node {
    next: Option<Py<PyAny>>,
}

static NODE_CLASS: ClassDef<Node> = ClassDef::new(c"m.Node");

impl PyClass for Node {
    type State = NoState;
    type Gc = NodeGc;

    fn definition() -> &'static ClassDef<Self> {
        &NODE_CLASS
    }
}
