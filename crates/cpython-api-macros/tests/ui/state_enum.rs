//! A derived state is a struct.
use cpython_api::prelude::*;

#[derive(ModuleStateGc)]
enum State {
    One,
}

fn main() {}
