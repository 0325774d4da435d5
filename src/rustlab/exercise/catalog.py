"""Reads `exercises/*/exercise.toml`; the only room that reads the folders of exercises."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from rustlab.data import Data
from rustlab.errors import ExerciseError
from rustlab.exercise import answers, papers, regions, rule
from rustlab.exercise.exercise import Exercise, Kind
from rustlab.exercise.pages import pages
from rustlab.exercise.paper import PAPER_KINDS
from rustlab.exercise.rule import Rule

_STRINGS = ("id", "title", "kind", "goal", "oracle", "module")
_NUMBERS = ("stage", "minutes", "unsafe_budget")
_LISTS = ("needs", "introduces", "uses", "probes")
_OPTIONAL = {"page", "recognise"}
_OF_CODE = {"oracle": "", "module": "", "unsafe_budget": 0, "probes": []}
"""What an exercise without a tool chain may leave out."""
_KEYS = {"schema", "hints", *_OPTIONAL, *_STRINGS, *_NUMBERS, *_LISTS}
NOT_GIVEN = (
    "exercise.toml", "checks.py", "wrong", "equivalent.toml", papers.ORDERS, *papers.FILES.values(),
)  # fmt: skip
"""What an exercise's folder holds and a learner's folder does not: the examiner's side."""
MADE = ("target", "__pycache__")
"""What tools leave there: cargo's output, and the bytecode that pip writes on installing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Every exercise of the kit, in the order of the ladder."""

    exercises: tuple[Exercise, ...]

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises)

    def find(self, wanted: str) -> Exercise:
        """Return the exercise with this id or folder name, in any case; raise ExerciseError."""
        for exercise in self.exercises:
            if wanted.strip().lower() in (exercise.id.lower(), exercise.crate.lower()):
                return exercise
        raise ExerciseError(f"there is no exercise `{wanted}`", hint=self._nearest(wanted))

    def _nearest(self, wanted: str) -> str:
        # X6 is as near to X26 as to X06: a single digit has lost its zero.
        name = re.sub(r"^(X?)(\d)$", r"\g<1>0\2", wanted.strip().upper())
        near = difflib.get_close_matches(name, [e.id for e in self.exercises], n=1)
        return (f"did you mean `{near[0]}`? " if near else "") + "`rustlab exercises` lists them"


def load(data: Data) -> Catalog:
    """Read all exercises; raise ExerciseError, with the file, for one that is wrong."""
    folders = sorted(path.parent for path in data.exercises.glob("*/exercise.toml"))
    shown = pages(data.book)
    found = (read(folder) for folder in folders)
    placed = (replace(one, page=one.page or shown.get(one.id, "")) for one in found)
    exercises = sorted(placed, key=lambda e: (e.stage, e.id))
    twice = {e.id for e in exercises if [x.id for x in exercises].count(e.id) > 1}
    if twice:
        raise ExerciseError(
            f"two exercises have the id `{min(twice)}`", hint="give one of them another id"
        )
    return Catalog(exercises=tuple(exercises))


def read(folder: Path) -> Exercise:
    """Read one exercise's folder; raise ExerciseError, with the file, when it is wrong."""
    file = folder / "exercise.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(file, f"is not TOML: {error}") from None
    if table.get("kind") in PAPER_KINDS:
        table = _OF_CODE | table
    _examine(file, table)
    values: dict[str, Any] = {key: table[key] for key in (*_STRINGS, *_NUMBERS)}
    values |= {key: tuple(table[key]) for key in _LISTS}
    hints = cast("tuple[str, str, str]", tuple(str(hint).strip() for hint in table["hints"]))
    values["recognise"] = _rules(file, table.get("recognise", ()))
    return Exercise(folder=folder, page=str(table.get("page", "")), hints=hints, **values)


def statement(exercise: Exercise) -> str:
    """Return what the exercise card shows, as Markdown."""
    return (exercise.folder / "statement.md").read_text(encoding="utf-8")


def starter(exercise: Exercise) -> str:
    """Return the text a learner begins with: Rust, or an `answer.toml` to fill in."""
    if exercise.kind in PAPER_KINDS:
        return answers.starter(exercise)
    return regions.starter(exercise.source.read_text(encoding="utf-8"))


def solution(exercise: Exercise) -> str:
    """Return the text of the answer, without marks."""
    if exercise.kind in PAPER_KINDS:
        return answers.solution(exercise)
    return regions.solution(exercise.source.read_text(encoding="utf-8"))


def checks(exercise: Exercise) -> str:
    """Return the checks as Python text; they run in a child, never here."""
    return (exercise.folder / "checks.py").read_text(encoding="utf-8")


def given(exercise: Exercise) -> dict[str, str]:
    """Return the files of the crate that are not the learner's, path in the crate -> text."""
    kept = {}
    for file in sorted(exercise.folder.rglob("*")):
        inside = file.relative_to(exercise.folder)
        if (
            file.is_file()
            and inside.parts[0] not in (*NOT_GIVEN, *MADE)
            and file != exercise.source
        ):
            kept[inside.as_posix()] = file.read_text(encoding="utf-8")
    return kept


def _examine(file: Path, table: dict[str, object]) -> None:
    if table.get("schema") != 1:
        raise _wrong(file, "has no `schema = 1`")
    missing, unknown = sorted(_KEYS - _OPTIONAL - set(table)), sorted(set(table) - _KEYS)
    if missing or unknown:
        raise _wrong(file, f"lacks {missing} or has unknown keys {unknown}")
    for keys, kind in ((_STRINGS, str), (_NUMBERS, int), ((*_LISTS, "hints"), list)):
        for key in keys:
            if not isinstance(table[key], kind):
                raise _wrong(file, f"`{key}` is not a {kind.__name__}")
    hints = cast("list[object]", table["hints"])
    if len(hints) != 3 or not all(str(hint).strip() for hint in hints):
        raise _wrong(file, "has not three hints, each saying more than the one before")
    if table["kind"] not in get_args(Kind):
        raise _wrong(file, f"`kind` is none of {', '.join(get_args(Kind))}")


def _rules(file: Path, rows: list[dict[str, object]]) -> tuple[Rule, ...]:
    try:
        return tuple(rule.of_table(row) for row in rows)
    except (ValueError, re.error) as error:
        raise _wrong(file, f"has a wrong `[[recognise]]`: {error}") from None


def _wrong(file: Path, what: str) -> ExerciseError:
    return ExerciseError(
        f"`{file}` {what}", hint="CONTRIBUTING.md shows how an exercise is written"
    )
