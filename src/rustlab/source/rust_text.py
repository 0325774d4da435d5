"""The shape of a Rust text: what is code, what stands outside of every bracket."""

from __future__ import annotations

import re

# One alternative for each thing whose inside is not code. A quote that opens no char literal is a
# lifetime and matches nothing here; block comments nest, so that their end is counted by hand.
INERT = re.compile(
    r"""
    (?P<line>//[^\n]*)
  | (?P<block>/\*)
  | (?P<raw>\b(?:br|cr|r)(?P<hashes>\#*)"(?s:.*?)"(?P=hashes))
  | (?P<string>(?:\b[bc])?"(?s:\\.|[^"\\])*"?)
  | (?P<char>(?:\bb)?'(?:\\(?:u\{[^}]*\}|x..|.)|[^\\'\n])')
    """,
    re.VERBOSE,
)


def code(source: str) -> str:
    """`source` with comments and literals blanked; every line and column stays where it is."""
    parts: list[str] = []
    position = 0
    while found := INERT.search(source, position):
        end = _block_end(source, found.start()) if found["block"] else found.end()
        parts.append(source[position : found.start()])
        parts.append(_blank(source[found.start() : end]))
        position = end
    return "".join(parts) + source[position:]


def outside(code_text: str) -> str:
    """`code_text` with the inside of every bracket blanked."""
    depth = 0
    kept: list[str] = []
    for character in code_text:
        if character in ")]}":
            depth = max(0, depth - 1)
        kept.append(character if depth == 0 or character == "\n" else " ")
        if character in "([{":
            depth += 1
    return "".join(kept)


def line_of(text: str, position: int) -> int:
    """The line of a position, counted from 1."""
    return text.count("\n", 0, position) + 1


def _block_end(source: str, start: int) -> int:
    depth = 0
    for mark in re.finditer(r"/\*|\*/", source[start:]):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return start + mark.end()
    return len(source)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
