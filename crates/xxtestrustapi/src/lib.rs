//! Modules that try every promise of cpython-api from Python. `tests/crates/checks.py` calls them.

mod classes;
mod conversions;
mod errors;
mod handles;
mod heap;
mod phases;
mod signatures;
mod special;
mod state;
mod threads;

use cpython_api::prelude::*;
use state::State;

export_module! {
    name: xxtestrustapi,
    doc: c"Tries every promise of cpython-api.",
    state: State,
    methods: [
        conversions::as_i8, conversions::as_i64, conversions::as_u8, conversions::as_u64, conversions::as_f64,
        conversions::as_bool, conversions::as_str, conversions::as_string, conversions::as_slice, conversions::as_bytes,
        conversions::as_ints, conversions::as_option, conversions::as_dict, conversions::make_tuple,
        conversions::make_list, conversions::filled, conversions::filled_uninit, conversions::counts_in,
        errors::raise_value_error, errors::raise_custom, errors::stale_error, errors::result_with_error,
        errors::panic_text, errors::panic_format, errors::panic_value, errors::panic_on_drop, errors::panic_detached,
        errors::panic_argument, errors::panic_output, errors::swallow, errors::lying_marker,
        handles::nothing, handles::echo, handles::echo_owned, handles::store, handles::take, handles::forget,
        handles::drop_attached, handles::drop_detached, handles::drop_in_thread, handles::detached_drops,
        handles::drop_many_detached, handles::attribute, handles::method, handles::items, handles::same, handles::tuple_end,
        signatures::only_positions, signatures::with_default, signatures::with_keyword, signatures::with_rest,
        signatures::without_signature, signatures::documented, signatures::r#type, signatures::marked,
        heap::rust_heap, heap::bound, phases::lives,
        state::bump, state::custom_error, state::module_name,
        threads::may_detach, threads::detach, threads::detach_or_stay, threads::call, threads::call_then_detach,
        threads::sleep_detached,
        classes::make_encoder, classes::twins, classes::is_left, classes::is_right, classes::live_nodes,
    ],
    classes: [
        classes::Counter, classes::Encoder, classes::Node, classes::Panicky, classes::ClearPanics, classes::TraversePanics,
        classes::Bare, special::Row, special::Steps, special::Wrong, special::Mark, special::Same,
    ],
    exec: state::set_up,
}
