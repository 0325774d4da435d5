//! A module that tries `cpython_api::proposal` from Python. `tests/crates/proposal_checks.py` calls it.

mod buffers;
#[path = "../../xxtestrustapi/src/heap.rs"]
mod heap;
mod locks;
mod tables;
mod writers;

use cpython_api::prelude::*;
use locks::State;

mod state {
    pub(crate) use crate::locks::State;
}

export_module! {
    name: xxtestproposal,
    doc: c"Tries cpython_api::proposal.",
    state: State,
    methods: [
        buffers::read, buffers::sum_detached, buffers::chunks, buffers::call_then_read, buffers::both, buffers::fail,
        buffers::panic, buffers::panic_detached, buffers::forget,
        writers::hexlify, writers::reverse, writers::short, writers::grow, writers::zeroed, writers::joined,
        writers::half_then_error, writers::half_then_panic, writers::too_much, writers::wrong_start,
        writers::initialised_start, writers::huge, writers::grow_to_huge,
        locks::total, locks::bump, locks::waiting, locks::held, locks::hold_until_let_go, locks::let_go,
        heap::rust_heap, heap::bound, locks::call_holding, locks::panic_holding, locks::clear_poison, locks::hold_at_depth,
    ],
}
