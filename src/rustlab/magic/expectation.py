"""`--fails`: whether a build failed the way its cell promised, and if not, what came instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.errors import ExpectationNotMet

CODE = re.compile(r"[EC]\d{4}")
MARK = re.compile(r"//~\s*(\S.*?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`//~ E0502` at the end of a line: this error belongs here."""

    line: int
    wanted: str


def marks(source: str) -> tuple[Mark, ...]:
    """The marks of a cell, lines counted from 1."""
    found = ((n, MARK.search(line)) for n, line in enumerate(source.split("\n"), start=1))
    return tuple(Mark(line=n, wanted=_bare(hit[1])) for n, hit in found if hit)


def demand(build: Build, wanted: Sequence[str], placed: Iterable[Mark] = ()) -> None:
    """Raise ExpectationNotMet unless every error is one of `wanted`, and every mark has its error.

    A word of `wanted` is a code (`E0502`), the name of a lint, or words of the message for the
    errors that rustc gives no code.
    """
    placed = tuple(placed)
    wanted = (*map(_bare, wanted), *(mark.wanted for mark in placed))
    if build.ok:
        raise ExpectationNotMet(
            f"the cell compiles, and it promised to fail with {_either(wanted)}",
            hint="undo the change that mended it, or take `--fails` away",
        )
    strays = [d for d in build.errors if not any(_is(d, word) for word in wanted)]
    if strays or not build.errors:
        raise ExpectationNotMet(
            f"the cell promised to fail with {_either(wanted)} and failed with {_came(strays)}",
            hint="read the first error above: it keeps rustc from what the cell wants to show",
        )
    _demand_places(build, placed)


def _demand_places(build: Build, placed: Iterable[Mark]) -> None:
    for mark in placed:
        lines = [_line(d) for d in build.errors if _is(d, mark.wanted)]
        if mark.line not in lines:
            came = " and ".join(f"came on line {n}" for n in lines if n) or "did not come"
            raise ExpectationNotMet(
                f"`{mark.wanted}` was promised for line {mark.line} and {came}",
                hint="move the mark `//~` to the line that rustc points at",
            )


def _is(diagnostic: Diagnostic, wanted: str) -> bool:
    if wanted == diagnostic.code:
        return True
    return not CODE.fullmatch(wanted) and wanted.lower() in diagnostic.message.lower()


def _line(diagnostic: Diagnostic) -> int:
    return diagnostic.primary.line if diagnostic.primary else 0


def _bare(word: str) -> str:
    return word.strip().strip("\"'").strip()


def _either(wanted: Iterable[str]) -> str:
    return " or ".join(f"`{word}`" for word in dict.fromkeys(wanted))


def _came(strays: Sequence[Diagnostic]) -> str:
    return ", ".join(f"`{d.code or d.message}`" for d in strays) or "no error at all"
