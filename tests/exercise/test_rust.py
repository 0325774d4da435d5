"""Token trees, and the one shape that is read from them."""

from __future__ import annotations

import pytest

from rustlab.exercise import rust

UNCOUNTED = {
    "as it is": 'extern "C" fn nothing(_: X, _: X) -> *mut PyObject { Py_None() }',
    "returned": "fn nothing() -> *mut PyObject { return Py_None(); }",
    "renamed": "fn rien() -> *mut PyObject { let vide = Py_None(); vide }",
    "spread": "fn\nnothing\n()\n->\n*mut PyObject\n{\n  // Py_NewRef\n  Py_None()\n}",
    "symbol": "fn nothing() -> P { (&raw mut _Py_NoneStruct).cast() }",
    "macro": "fn nothing() -> P { std::ptr::addr_of_mut!(_Py_NoneStruct).cast() }",
    "in an unsafe block": "fn nothing() -> P { unsafe { Py_None() } }",
    "beside a good one": "fn a() -> P { Py_NewRef(Py_None()) } fn b() -> P { Py_None() }",
    "words about a count": 'fn a() -> P { let _ = "Py_NewRef(x)"; /* Py_INCREF(x) */ Py_None() }',
}
COUNTED_OR_UNSURE = {
    "new reference": "fn nothing() -> P { unsafe { Py_NewRef(Py_None()) } }",
    "count first": "fn nothing() -> P { let n = Py_None(); unsafe { Py_INCREF(n) }; n }",
    "a helper of their own": "fn nothing() -> P { own(Py_None()) }",
    "a method of their own": "fn nothing() -> P { Py_None().own() }",
    "a macro of their own": "fn nothing() -> P { own!(Py_None()) }",
    "no None": "fn nothing() -> P { std::ptr::null_mut() }",
    "only in a comment": "fn nothing() -> P { /* Py_None() */ x }",
    "only in a string": 'fn nothing() -> P { "Py_None()" }',
    "broken brackets": "fn nothing() -> P { Py_NewRef(Py_None( }",
    "empty": "",
}


@pytest.mark.parametrize("text", UNCOUNTED.values(), ids=UNCOUNTED)
def test_none_without_a_count_is_seen(text: str) -> None:
    assert rust.returns_uncounted_none(text)


@pytest.mark.parametrize("text", COUNTED_OR_UNSURE.values(), ids=COUNTED_OR_UNSURE)
def test_silence_when_unsure(text: str) -> None:
    assert not rust.returns_uncounted_none(text)


def test_functions_are_found_by_name() -> None:
    text = (
        "use x; struct S { a: i32 } mod m { fn inner() { 1 } } fn outer(x: [i32; 2]) -> A<B> { 2 }"
    )

    assert set(rust.functions(text)) == {"inner", "outer"}
