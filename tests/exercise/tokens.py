"""Rust tokens with their places, for changes of a text that touch neither strings nor comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pygments.lexers.rust import RustLexer
from pygments.token import Comment, Literal, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, or the space between two."""

    kind: str  # "word", "sign", "string", "comment", "space", "attribute"
    text: str


def tokens(text: str) -> list[Token]:
    """Return all of a text, in order."""
    lexer = RustLexer(stripnl=False, ensurenl=False)
    found = list(_split(lexer.get_tokens(f"{text}\n")))
    assert "".join(token.text for token in found) == f"{text}\n"
    return found


def join(parts: list[Token]) -> str:
    """Return the text again."""
    return "".join(token.text for token in parts)


def solid(parts: list[Token]) -> list[tuple[int, Token]]:
    """Return what is neither space nor comment, each with its place in the list."""
    return [(n, t) for n, t in enumerate(parts) if t.kind not in ("space", "comment")]


def _split(found: Iterator[tuple[object, str]]) -> Iterator[Token]:
    for kind, text in found:
        if kind in Comment.Preproc:  # type: ignore[operator]
            yield Token(kind="attribute", text=text)
        elif kind in Comment or text.startswith(("//", "/*")):  # type: ignore[operator]
            yield Token(kind="comment", text=text)
        elif kind in Literal.String:  # type: ignore[operator]
            yield Token(kind="string", text=text)
        elif not text.strip():
            yield Token(kind="space", text=text)
        elif kind in Name or text.isidentifier():  # type: ignore[operator]
            yield Token(kind="word", text=text)
        else:
            yield Token(kind="sign", text=text)
