"""Named wrong answers: texts that must not pass, each with the outcome and the idea it must get.

The head of such a file says so; a line with `on` holds for some interpreters only.

    //! wrong: B09
    //! outcome: not_yet
    //! outcome on python >= 3.12: passed
    //! outcome on debug builds: crashed

In `wrong/*.toml`, answers to exercises without a tool chain, the head is the same behind `#`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from rustlab.errors import ExerciseError
from rustlab.exercise.exercise import Exercise, Outcome

_LINE = re.compile(r"^(?://!|#) outcome(?: on (?P<where>[^:]+))?: (?P<outcome>\w+)$", re.MULTILINE)
_NEWER = re.compile(r"python >= (\d+)\.(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """One wrong answer; `misconception` is None where no idea is certain."""

    name: str
    text: str
    misconception: str | None
    outcomes: tuple[tuple[str, Outcome], ...]  # (where, outcome); "" is everywhere

    def outcome_on(self, version: tuple[int, ...], *, debug: bool) -> Outcome:
        """Return the outcome on an interpreter: the last line that holds there."""
        return [outcome for where, outcome in self.outcomes if _holds(where, version, debug)][-1]


def wrong_answers(exercise: Exercise) -> tuple[WrongAnswer, ...]:
    """Read the `wrong/` of an exercise; raise ExerciseError for a head that says too little."""
    files = sorted((exercise.folder / "wrong").glob("*"))
    return tuple(_read(file) for file in files if file.suffix in (".rs", ".toml"))


def _read(file: Path) -> WrongAnswer:
    text = file.read_text(encoding="utf-8")
    idea = re.search(r"^(?://!|#) wrong: (\w+)$", text, re.MULTILINE)
    outcomes = tuple(
        (m["where"] or "", cast("Outcome", m["outcome"])) for m in _LINE.finditer(text)
    )
    known = all(outcome in get_args(Outcome) for _, outcome in outcomes)
    if idea is None or not known or "" not in dict(outcomes):
        raise ExerciseError(
            f"the head of `{file}` does not say which idea and which outcome the answer gets",
            hint="begin with `//! wrong: B05` and `//! outcome: not_yet`",
        )
    named = None if idea[1] == "none" else idea[1]
    return WrongAnswer(name=file.stem, text=text, misconception=named, outcomes=outcomes)


def _holds(where: str, version: tuple[int, ...], debug: bool) -> bool:
    newer = _NEWER.fullmatch(where)
    if newer:
        return version >= (int(newer[1]), int(newer[2]))
    return not where or (where == "debug builds" and debug)
