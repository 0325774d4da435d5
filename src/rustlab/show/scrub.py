"""Compiler text that is the same on every machine: no folders, no toolchain hashes."""

from __future__ import annotations

import re

# Append only. Each rule: what it finds, what stays. `tests/show/test_scrub.py` has a pair for each.
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # After an arrow the rest of the line is one path, blanks included.
    (re.compile(r"(-->|:::) .*[\\/](crates[\\/]cpython-|src[\\/]cell\.rs)"), r"\1 \2"),
    # rustc names our crates by the full path of the checkout or of the wheel.
    (re.compile(r"(?:[A-Za-z]:)?[^\s`'\"()]*[\\/](crates[\\/]cpython-)"), r"\1"),
    # The standard library: /rustc/<hash>/library/... or the rust-src of this machine.
    (re.compile(r"/rustc/[0-9a-f]+/"), ""),
    (
        re.compile(r"(?:[A-Za-z]:)?[^\s`'\"()]*[\\/]rustlib[\\/]src[\\/]rust[\\/](library[\\/])"),
        r"\1",
    ),
    # Crates of the registry.
    (re.compile(r"(?:[A-Za-z]:)?[^\s`'\"()]*[\\/]registry[\\/]src[\\/][^\\/\s]+[\\/]"), ""),
    # The scratch crate of a cell: whatever lies before the learner's own file.
    (re.compile(r"(?:[A-Za-z]:)?[^\s`'\"()]*[\\/](src[\\/]cell\.rs)"), r"\1"),
    # The standard library of Python in a stack.
    (re.compile(r"(?:[A-Za-z]:)?[^\"]*[\\/]([Ll]ib[\\/]python3\.\d+t?[\\/])"), r"\1"),
    # Headers of this interpreter, in what a C compiler says.
    (re.compile(r"(?:[A-Za-z]:)?[^\s`'\"()]*[\\/]include[\\/](python3\.\d+[a-z]*[\\/])"), r"\1"),
)


def compiler_text(text: str) -> str:
    """`text` without the folders of this machine; the learner's own lines stay as they are."""
    return "\n".join(line if _is_source(line) else _clean(line) for line in text.split("\n"))


def _clean(line: str) -> str:
    for pattern, kept in RULES:
        line = pattern.sub(kept, line)
    return line


# ` 12 |     let path = "/home/me";` is the learner's text, not the compiler's.
_SOURCE = re.compile(r"^\s*\d+\s*\|")


def _is_source(line: str) -> bool:
    return _SOURCE.match(line) is not None
