"""The lexer of the site: which language each kind of cell gets."""

from __future__ import annotations

import pytest
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Token

from rustlab.lexers import RustlabIPythonLexer


def tokens(source: str) -> list[tuple[object, str]]:
    return [(kind, text) for kind, text in RustlabIPythonLexer().get_tokens(source) if text.strip()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%rust\nfn add() {}", (Keyword, "fn")),
        ("%%rust sums --release\npub fn add() {}", (Keyword, "pub")),
        ("\n%%rust --raw\nunsafe fn f() {}", (Keyword, "unsafe")),
        ("%%exercise X06\nlet x = 1;", (Keyword.Declaration, "let")),
        ("%%c\nstatic int n;", (Keyword, "static")),
        ("%%c spam\n#include <Python.h>", (Comment.Preproc, "include")),
        ("%%isolated\nimport os", (Keyword.Namespace, "import")),
        ("import os", (Keyword.Namespace, "import")),
    ],
)
def test_a_cell_is_read_in_its_language(source: str, expected: tuple[object, str]) -> None:
    assert expected in tokens(source)


def test_only_the_first_line_makes_a_cell() -> None:
    assert (Keyword, "fn") not in tokens("x = 1\n%%rust\nfn add() {}")


def test_another_magic_that_begins_like_ours_is_python() -> None:
    assert (Keyword, "static") not in tokens("%%capture\nstatic = 1")


@pytest.mark.parametrize("source", ["%%rust", "%%rust\n", "%%c\n\n", ""])
def test_nothing_is_lost(source: str) -> None:
    read = "".join(
        text for _, text in RustlabIPythonLexer(stripnl=False, ensurenl=False).get_tokens(source)
    )
    assert read == source
    assert not any(kind is Token.Error for kind, _ in RustlabIPythonLexer().get_tokens(source))


def test_pygments_finds_it_by_name() -> None:
    assert type(get_lexer_by_name("ipython-rust")) is RustlabIPythonLexer
