//! `binascii.a2b_base64` and `binascii.b2a_base64`: two functions for a composite with C's other ones.
#![forbid(unsafe_code)]

#[allow(dead_code, reason = "3.15 has arguments that older versions lack")]
mod alphabet;
#[allow(dead_code, reason = "as above")]
mod arguments;
mod decode;
#[allow(dead_code, reason = "as above")]
mod encode;
mod state;

use cpython_api::prelude::*;
use cpython_api::python_since;
use state::State;

python_since! {
    3.15 {
        mod since_3_15;
        use since_3_15::{a2b_base64, b2a_base64};
    } else {
        mod before_3_15;
        use before_3_15::{a2b_base64, b2a_base64};
    }
}

export_module! {
    name: binascii,
    doc: c"Base64 of binascii, in Rust.",
    state: State,
    methods: [a2b_base64, b2a_base64],
}
