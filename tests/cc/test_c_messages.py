"""What each compiler says, as values; clang and Visual C++ in texts of their form."""

# ruff: noqa: RUF001 - the quotation marks are those of gcc

from __future__ import annotations

from rustlab.cc.messages import from_gcc_json, from_linker, from_text

SOURCE = "#include <Python.h>\nint é(void) {\n    return x + 1;\n}\n"
GCC_JSON = (
    '[{"kind": "error", "message": "‘x’ undeclared", "children": [{"kind": "note", "message": '
    '"each undeclared identifier is reported only once", "locations": [{"caret": {"file": "cell.c",'
    ' "line": 3, "column": 12, "byte-column": 12}}], "escape-source": false}], '
    '"locations": [{"caret": {"file": "cell.c", "line": 3, "display-column": 12, "byte-column": 12,'
    ' "column": 12}}], "column-origin": 1, "escape-source": false},'
    '{"kind": "warning", "option": "-Wunused", "message": "unused", "children": [], "fixits": '
    '[{"start": {"file": "cell.c", "line": 2, "column": 5, "byte-column": 5}, "next": {"file": '
    '"cell.c", "line": 2, "column": 7, "byte-column": 7}, "string": "e"}], "locations": [{"caret": '
    '{"file": "cell.c", "line": 2, "column": 5, "byte-column": 5}, "finish": {"file": "cell.c", '
    '"line": 2, "column": 6, "byte-column": 6}}]}]\n'
)
CLANG = """\
cell.c:3:12: error: use of undeclared identifier 'x'
    3 |     return x + 1;
      |            ^
cell.c:2:5: warning: no previous prototype for function 'é' [-Wmissing-prototypes]
    2 | int é(void) {
      |     ^
cell.c:2:1: note: declare 'static' if the function is not intended to be used outside
1 warning and 1 error generated.
"""
MSVC = """\
cell.c
cell.c(3,12): error C2065: 'x': undeclared identifier
C:\\Python\\include\\object.h(10): warning C4100: unreferenced
cell.c(1): fatal error C1083: Cannot open include file: 'Python.h'
"""


def test_gcc_json() -> None:
    error, warning = from_gcc_json(GCC_JSON, SOURCE)

    assert error.primary is not None
    assert (error.level, error.primary.line, error.primary.column) == ("error", 3, 12)
    assert error.primary.text == ("    return x + 1;",)
    assert error.notes == ("note: each undeclared identifier is reported only once",)
    assert error.rendered.splitlines()[:3] == [
        "cell.c:3:12: error: ‘x’ undeclared",
        "    3 |     return x + 1;",
        "      |            ^",
    ]
    assert warning.primary is not None
    assert (warning.code, warning.primary.column, warning.primary.end_column) == ("unused", 5, 6)
    assert [(s.replacement, s.span.column, s.span.end_column) for s in warning.suggestions] == [
        ("e", 5, 6)
    ]


def test_lines_that_are_no_json_are_skipped() -> None:
    assert from_gcc_json("collect2: fatal\n", SOURCE) == ()


def test_clang() -> None:
    error, warning = from_text(CLANG, "clang", SOURCE)

    assert error.primary is not None
    assert (error.level, error.primary.line, error.primary.column) == ("error", 3, 12)
    assert error.rendered.endswith("      |            ^\n")
    assert (warning.level, warning.code) == ("warning", "missing-prototypes")
    assert warning.notes == (
        "note: declare 'static' if the function is not intended to be used outside",
    )


def test_msvc() -> None:
    first, header, fatal = from_text(MSVC, "msvc", SOURCE)

    assert first.primary is not None
    assert (first.code, first.primary.line, first.primary.column) == ("C2065", 3, 12)
    assert header.primary is not None
    assert header.primary.file.endswith("object.h")
    assert (fatal.level, fatal.code) == ("error", "C1083")


def test_linkers() -> None:
    (unix,) = from_linker("/usr/bin/ld: cell.o: multiple definition of `x'\ncollect2: error\n")
    (windows,) = from_linker("cell.o : error LNK2019: unresolved external symbol one\n")
    (unknown,) = from_linker("?")

    assert unix.message == "the linker: cell.o: multiple definition of `x'"
    assert (windows.code, windows.message) == (
        "LNK2019",
        "the linker: unresolved external symbol one",
    )
    assert (unknown.message, unknown.rendered) == ("the linker failed", "?")
