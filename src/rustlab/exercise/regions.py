"""Solution and starter are one file: marks say what is cut, and what stands there instead.

    // region: todo Return `argument` as a reference that the caller owns.
    // starter: module::not_written_yet(c"identity")
    unsafe { Py_NewRef(argument) }
    // endregion

The starter keeps the sentence as a comment, in lines of at most 100 columns. Without `// starter:`
lines it gets `todo!("…")`, which a raw `extern "C"` function must not have: a panic there ends the
process.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rustlab.errors import ExerciseError

WIDTH = 100  # columns: more would scroll sideways on a page
_OPEN = re.compile(r"^(?P<indent>\s*)// region: todo (?P<task>.+?)\s*$")
_STARTER = re.compile(r"^\s*// starter: ?(?P<line>.*?)\s*$")
_CODE = re.compile(r"`[^`]*`")
_CLOSE = re.compile(r"^\s*// endregion\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One part that the learner writes. `first` and `last` are the lines of its marks, from 1."""

    task: str
    indent: str
    starter: tuple[str, ...]
    solution: tuple[str, ...]
    first: int
    last: int


def starter(source: str) -> str:
    """Return the text the learner begins with; raise ExerciseError when a mark has no partner."""
    return _replace(source, _begin)


def solution(source: str) -> str:
    """Return the text without marks: the answer as a person would have written it."""
    return _replace(source, lambda region: region.solution)


def regions(source: str) -> tuple[Region, ...]:
    """Return the marked parts in order; raise ExerciseError when a mark has no partner."""
    return tuple(part for part in _parts(source) if isinstance(part, Region))


def _begin(region: Region) -> tuple[str, ...]:
    instead = region.starter or (f'todo!("{region.task}")',)
    task = _wrapped(region.task, region.indent)
    return (*task, *(f"{region.indent}{line}".rstrip() for line in instead))


def _wrapped(task: str, indent: str) -> Iterator[str]:
    """Yield the lines of the comment; what stands between backticks is not broken."""
    held = _CODE.sub(lambda code: code[0].replace(" ", "\0"), task)
    lines = textwrap.wrap(
        held, WIDTH, initial_indent=f"{indent}// TODO: ", subsequent_indent=f"{indent}// ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return (line.replace("\0", " ") for line in lines)


def _replace(source: str, text_of: Callable[[Region], tuple[str, ...]]) -> str:
    lines: list[str] = []
    for part in _parts(source):
        lines.extend(text_of(part) if isinstance(part, Region) else (part,))
    return "\n".join(lines) + "\n"


def _parts(source: str) -> Iterator[str | Region]:
    numbered = iter(enumerate(source.splitlines(), start=1))
    for number, line in numbered:
        if _CLOSE.match(line):
            raise _unpaired("// endregion", number)
        opening = _OPEN.match(line)
        yield _region(opening, number, numbered) if opening else line


def _region(opening: re.Match[str], first: int, rest: Iterator[tuple[int, str]]) -> Region:
    begin: list[str] = []
    answer: list[str] = []
    for number, line in rest:
        if _OPEN.match(line):
            raise _unpaired("// region: todo", number)
        if _CLOSE.match(line):
            return Region(
                task=opening["task"], indent=opening["indent"], starter=tuple(begin),
                solution=tuple(answer), first=first, last=number,
            )  # fmt: skip
        instead = _STARTER.match(line)
        (begin if instead else answer).append(instead["line"] if instead else line)
    raise _unpaired("// region: todo", first)


def _unpaired(mark: str, line: int) -> ExerciseError:
    return ExerciseError(
        f"line {line}: `{mark}` has no partner",
        hint="each `// region: todo …` is closed by one `// endregion`, and they do not nest",
    )
