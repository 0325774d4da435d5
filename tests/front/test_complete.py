"""Completion in cells, as a pure function of the text and the cursor."""

from __future__ import annotations

import pytest

from rustlab.complete import Language, c_names, complete, language_of, rust_names


def names(language: Language) -> frozenset[str]:
    given = {"rust": {"ThreadContext", "PyResult"}, "raw": {"PyLong_FromLong"}, "c": {"PyList_New"}}
    return frozenset(given[language])


def words(cell: str) -> tuple[str, ...]:
    """Complete where the cell holds `▮`."""
    before, after = cell.split("▮")
    lines = before.split("\n")
    found = complete(before + after, line=len(lines) - 1, before=lines[-1], names=names)
    assert found is not None
    return found.words


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%%rust\nlet count = 1; cou▮", ("count",)),
        ("%%rust\npri▮", ("print!", "println!")),
        ("%%rust\nfn f(ctx: &Thr▮", ("ThreadContext",)),
        ("%%rust --raw\nPyLo▮", ("PyLong_FromLong",)),
        ("%%rust --raw\nThr▮", ()),
        ("%%c\nPyLi▮", ("PyList_New",)),
        ("%%c spam\nsta▮", ("static",)),
        ("%%rust\nlet x = ▮", ()),
        ("%%exercise X06\nPyRes▮", ("PyResult",)),
    ],
)
def test_words_that_begin_like_the_fragment(cell: str, expected: tuple[str, ...]) -> None:
    assert words(cell) == expected


@pytest.mark.parametrize("cell", ["cou▮", "%%isolated\ncou▮", "%%rust --re▮", "\n%%rust --re▮"])
def test_elsewhere_python_completes(cell: str) -> None:
    before, after = cell.split("▮")
    lines = before.split("\n")

    assert complete(before + after, line=len(lines) - 1, before=lines[-1], names=names) is None


def test_a_word_is_not_its_own_completion() -> None:
    assert "coun" not in words("%%rust\nlet count = 1; coun▮")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("%%rust", "rust"),
        ("\n%%rust --raw x\n", "raw"),
        ("%%c\n", "c"),
        ("%%capture\n", None),
        ("%%rusty\n", None),
        ("x = 1", None),
    ],
)
def test_the_language_of_a_cell(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_names_of_a_prelude() -> None:
    source = """
    pub use crate::context::ThreadContext;
    pub use crate::handle::{Borrowed, Bound as Kept, Py};
    pub use macros::export_module;
    use secret::Thing;
    """

    assert rust_names(source) == {"ThreadContext", "Borrowed", "Kept", "Py", "export_module"}


def test_names_of_a_header() -> None:
    header = """
    PyAPI_FUNC(PyObject *) PyLong_FromLong(long);
    PyAPI_DATA(PyTypeObject) PyLong_Type;
    PyAPI_FUNC(int) _PyLong_Sign(PyObject *);
    #  define Py_RETURN_NONE return Py_None
    #define METH_FASTCALL 0x80
    #define other 1
    """

    assert c_names(header) == {
        "PyLong_FromLong",
        "PyLong_Type",
        "Py_RETURN_NONE",
        "METH_FASTCALL",
    }
