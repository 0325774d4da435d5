//! Every kind of parameter.

use cpython_api::prelude::*;

use crate::state::State;

#[pyfunction(signature = (a, b, /))]
pub(crate) fn only_positions(_ctx: &ThreadContext<'_>, _state: &State, a: i64, b: i64) -> (i64, i64) {
    (a, b)
}

#[pyfunction(signature = (a, b = 2 + 3, /))]
pub(crate) fn with_default(_ctx: &ThreadContext<'_>, _state: &State, a: i64, b: i64) -> (i64, i64) {
    (a, b)
}

#[pyfunction(signature = (a, b = 1, *, strict = false, name = None))]
pub(crate) fn with_keyword(
    _ctx: &ThreadContext<'_>,
    _state: &State,
    a: i64,
    b: i64,
    strict: bool,
    name: Option<String>,
) -> (i64, i64, bool, Option<String>) {
    (a, b, strict, name)
}

#[pyfunction(signature = (a, *rest, last = -1))]
pub(crate) fn with_rest(
    _ctx: &ThreadContext<'_>,
    _state: &State,
    a: i64,
    rest: Vec<i64>,
    last: i64,
) -> (i64, Vec<i64>, i64) {
    (a, rest, last)
}

#[pyfunction]
pub(crate) fn without_signature(_ctx: &ThreadContext<'_>, _state: &State, a: i64, b: &str) -> (i64, String) {
    (a, b.to_owned())
}

/// What it does.
///
/// And more.
#[pyfunction(signature = (text = "x", number = -1, flag = true, other = None))]
pub(crate) fn documented(
    _ctx: &ThreadContext<'_>,
    _state: &State,
    text: &str,
    number: i64,
    flag: bool,
    other: Option<i64>,
) -> (String, i64, bool, Option<i64>) {
    (text.to_owned(), number, flag, other)
}

/// A name that Rust keeps for itself.
#[pyfunction(signature = (r#match))]
pub(crate) fn r#type(_ctx: &ThreadContext<'_>, _state: &State, r#match: i64) -> i64 {
    r#match
}

/// The default needs each kind of escape.
#[pyfunction(signature = (mark = "a\"\\\n\0é…\u{301}🐍"))]
pub(crate) fn marked(_ctx: &ThreadContext<'_>, _state: &State, mark: &str) -> String {
    mark.to_owned()
}
