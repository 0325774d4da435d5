"""What rustc would say in words that lead astray, said before the build with a way out."""

from __future__ import annotations

import re

from rustlab.errors import UsageError
from rustlab.source.cell import Cell
from rustlab.source.rust_text import code, line_of, outside

INNER_DOC = re.compile(r"//!|/\*!")


def check(cell: Cell) -> None:
    """Raise UsageError when the cell cannot become a crate the way it is written."""
    text = code(cell.source) if cell.options.language == "rust" else cell.source
    if not text.strip():
        raise UsageError(
            "the cell is empty: there is nothing to compile",
            hint="write a function below the first line; `%%rust --help` shows the options"
            if cell.options.language == "rust"
            else "write a module below the first line, beginning with `#include <Python.h>`",
        )
    if cell.options.language == "rust":
        _check_rust(cell, outside(text))


def _check_rust(cell: Cell, items: str) -> None:
    _inner_attribute(items)
    _inner_doc(cell.source)
    main = re.search(r"\bfn\s+main\b", items)
    if main and not cell.options.bin:
        raise UsageError(
            f"line {line_of(items, main.start())}: nobody calls the `fn main` of a module",
            hint="write `%%rust --bin` to run a program, or give the function another name",
        )
    if cell.options.bin and not main:
        raise UsageError(
            "the program has no `fn main`, so it has no beginning",
            hint="write `fn main() { … }`, or take `--bin` away to make a module",
        )
    _bare_let(items)


def _inner_attribute(items: str) -> None:
    found = re.search(r"#\s*!\s*\[", items)
    if found:
        raise UsageError(
            f"line {line_of(items, found.start())}: `#![…]` speaks about a whole crate, "
            "and a cell is only a part of one",
            hint="write `#[…]` without `!` before the function it is meant for",
        )


def _inner_doc(source: str) -> None:
    for found in INNER_DOC.finditer(source):
        # In the middle of a line, in a bracket, in a comment or in a literal it is none of ours.
        line_start = source.rfind("\n", 0, found.start()) + 1
        if not source[line_start : found.start()].strip() and _at_top(source, found.start()):
            raise UsageError(
                f"line {line_of(source, found.start())}: `{found[0]}` documents a whole crate, "
                "and a cell is only a part of one",
                hint="write `//` for a comment, or `///` before the function that it describes",
            )


def _at_top(source: str, position: int) -> bool:
    """Whether no bracket and no comment is open at `position`."""
    before = source[:position]
    without = code(before)
    opened = sum(without.count(c) for c in "([{") - sum(without.count(c) for c in ")]}")
    closed = code(before + "\n§").endswith("§")
    return opened == 0 and closed


def _bare_let(items: str) -> None:
    found = re.search(r"(?:^|[;}])\s*(let)\b", items)
    if found:
        raise UsageError(
            f"line {line_of(items, found.start(1))}: `let` stands outside of a function",
            hint="put it into a function, or use `const` or `static` for a value of the module; "
            "`%%rust --bin` with `fn main` runs single lines",
        )
