"""Named wrong answers: texts that must not pass, each with the outcome and the idea it must get.

The head of such a file says so; a line with `on` holds for some interpreters only, and says why.

    //! wrong: B09
    //! outcome: not_yet
    //! outcome on python >= 3.12: passed
    //! wrong on debug builds and python >= 3.14: none
    //! because: None is immortal from 3.12 on.

In `wrong/*.toml`, answers to exercises without a tool chain, the head is the same behind `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from rustlab.errors import ExerciseError
from rustlab.exercise.exercise import Exercise, Outcome

_LINE = re.compile(
    r"^(?://!|#) (?P<key>wrong|outcome)(?: on (?P<where>[^:]+))?: (?P<said>\w+)$", re.MULTILINE
)
_BECAUSE = re.compile(r"^(?://!|#) because: \S", re.MULTILINE)
_VERSION = re.compile(r"python (>=|<) (\d+)\.(\d+)")
_KINDS = ("debug builds", "free-threaded builds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What of an interpreter an outcome may depend on."""

    version: tuple[int, ...]
    debug: bool = False
    free_threaded: bool = False

    def is_one(self, said: str) -> bool:
        """Whether it is one of those that a head names: all of `a and b` must hold."""
        return all(self._holds(part) for part in said.split(" and ") if part)

    def _holds(self, part: str) -> bool:
        found = _VERSION.fullmatch(part)
        if found:
            newer = self.version >= (int(found[2]), int(found[3]))
            return newer == (found[1] == ">=")
        return self.debug if part == _KINDS[0] else self.free_threaded


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """One wrong answer; of each pair the first is where it holds, "" is everywhere."""

    name: str
    text: str
    ideas: tuple[tuple[str, str | None], ...]  # None where no idea is certain
    outcomes: tuple[tuple[str, Outcome], ...]

    @property
    def idea(self) -> str | None:
        """The idea behind it, where nothing else is said."""
        return self.ideas[0][1]

    def idea_on(self, where: Where) -> str | None:
        """Return the idea that must be named on an interpreter: the last line that holds there."""
        return [idea for said, idea in self.ideas if where.is_one(said)][-1]

    def outcome_on(self, where: Where) -> Outcome:
        """Return the outcome on an interpreter: the last line that holds there."""
        return [outcome for said, outcome in self.outcomes if where.is_one(said)][-1]


def wrong_answers(exercise: Exercise) -> tuple[WrongAnswer, ...]:
    """Read the `wrong/` of an exercise; raise ExerciseError for a head that says too little."""
    files = sorted((exercise.folder / "wrong").glob("*"))
    return tuple(_read(file) for file in files if file.suffix in (".rs", ".toml"))


def _read(file: Path) -> WrongAnswer:
    text = file.read_text(encoding="utf-8")
    ideas = tuple(_said(text, "wrong"))
    outcomes = tuple((where, cast("Outcome", said)) for where, said in _said(text, "outcome"))
    known = all(outcome in get_args(Outcome) for _, outcome in outcomes)
    if [where for where, _ in (*ideas[:1], *outcomes[:1])] != ["", ""] or not known:
        raise ExerciseError(
            f"the head of `{file}` does not say which idea and which outcome the answer gets",
            hint="begin with `//! wrong: B05` and `//! outcome: not_yet`",
        )
    _reasoned(file, text, [where for where, _ in (*ideas, *outcomes) if where])
    named = tuple((where, None if said == "none" else said) for where, said in ideas)
    return WrongAnswer(name=file.stem, text=text, ideas=named, outcomes=outcomes)


def _said(text: str, key: str) -> Iterator[tuple[str, str]]:
    return ((m["where"] or "", m["said"]) for m in _LINE.finditer(text) if m["key"] == key)


def _reasoned(file: Path, text: str, where: list[str]) -> None:
    """What holds on some interpreters only must say on which, in known words, and why."""
    parts = [part for one in where for part in one.split(" and ")]
    unknown = [part for part in parts if part not in _KINDS and not _VERSION.fullmatch(part)]
    if unknown:
        raise ExerciseError(
            f"the head of `{file}` speaks of `{unknown[0]}`, which no interpreter is",
            hint=f"say `python >= 3.12`, `{_KINDS[0]}` or `{_KINDS[1]}`, joined by `and`",
        )
    if parts and not _BECAUSE.search(text):
        raise ExerciseError(
            f"the head of `{file}` treats interpreters differently and does not say why",
            hint="add a line `//! because: …` below it",
        )
