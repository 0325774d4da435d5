// The twin of `payload_alignment.rs`: the same, as it should be.
use cpython_api::prelude::*;

#[repr(align(8))]
pub struct Payload(u8);

static PAYLOAD_CLASS: ClassDef<Payload> = ClassDef::new(c"m.Payload");

impl PyClass for Payload {
    type State = NoState;
    type Gc = NoGc;

    fn definition() -> &'static ClassDef<Self> {
        &PAYLOAD_CLASS
    }
}
