//! The allocator gives no more than eight bytes of alignment.
use cpython_api::prelude::*;

#[repr(align(64))]
struct Payload(u8);

static PAYLOAD_CLASS: ClassDef<Payload> = ClassDef::new(c"m.Payload");

impl PyClass for Payload {
    type State = NoState;
    type Gc = NoGc;

    fn definition() -> &'static ClassDef<Self> {
        &PAYLOAD_CLASS
    }
}

fn main() {}
