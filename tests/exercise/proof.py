"""What proves an exercise, as cases: each a text of its own and what must come of it."""

from __future__ import annotations

import functools
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rustlab.exercise import catalog
from rustlab.exercise.examine import examine
from rustlab.exercise.exercise import Exercise, Submission, Verdict
from rustlab.exercise.wrong import WrongAnswer, wrong_answers
from rustlab.lab import Lab
from rustlab.run import isolated
from tests.exercise import batch
from tests.exercise.batch import Text
from tests.exercise.mutants import mutants
from tests.exercise.variants import EACH, PAIRS, Change

Role = Literal["starter", "solution", "wrong", "mutant"]
SEEDED = 3  # mutants that the test command judges
SPARE = 18  # and how many it builds for that: some faults do not compile


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text to judge; `wrong` is the named wrong answer behind it."""

    name: str
    role: Role
    text: str
    wrong: WrongAnswer | None = None


def cases(exercise: Exercise, *, whole: bool = False) -> tuple[Case, ...]:
    """Return what the test command judges, or the whole of it."""
    changes = EACH if whole else PAIRS
    solution = catalog.solution(exercise)
    found = [
        Case(name="starter", role="starter", text=catalog.starter(exercise)),
        Case(name="solution", role="solution", text=solution),
        *_changed(Case(name="solution", role="solution", text=solution), changes),
    ]
    for wrong in wrong_answers(exercise):
        case = Case(name=wrong.name, role="wrong", text=wrong.text, wrong=wrong)
        found += [case, *_changed(case, changes)]
    return (*found, *faults(exercise, whole=whole))


def faults(exercise: Exercise, *, whole: bool) -> tuple[Case, ...]:
    """Return the mutants that are no equivalent of the solution: all, or a seeded few."""
    made = mutants(exercise.source.read_text(encoding="utf-8"))
    wanted = [m for m in made if m.name not in equivalent(exercise)]
    if not whole:
        random.Random(exercise.id).shuffle(wanted)
        wanted = wanted[:SPARE]
    return tuple(Case(name=f"mutant: {m.name}", role="mutant", text=m.text) for m in wanted)


def equivalent(exercise: Exercise) -> dict[str, str]:
    """Return the mutants that do what the solution does, each with its one-line proof."""
    file = exercise.folder / "equivalent.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["mutant"] if file.is_file() else []
    return {row["name"]: row["why"] for row in rows}


def _changed(case: Case, changes: dict[str, Change]) -> Iterator[Case]:
    for name, change in changes.items():
        text = change(case.text)
        if text != case.text:
            yield Case(name=f"{case.name}, {name}", role=case.role, text=text, wrong=case.wrong)


@functools.cache
def builds(exercise: Exercise, *, whole: bool = False) -> dict[str, object]:
    """Build all cases of an exercise with one cargo; name of the case -> Build."""
    known = cases(exercise, whole=whole)
    lab, texts = Lab.open(), [Text(exercise=exercise, text=case.text) for case in known]
    built = batch.build(texts, lab)
    batch.check([text for text, one in zip(texts, built, strict=True) if one.ok], lab)
    return {case.name: one for case, one in zip(known, built, strict=True)}


def judged(exercise: Exercise, text: str, lab: Lab | None = None) -> Verdict:
    """Return the verdict on a text, in no learner's folder."""
    lab = lab or Lab.open()
    (built,) = batch.build([Text(exercise=exercise, text=text)], lab)
    handed = Submission(exercise=exercise, text=text)
    refused = lab.refused(handed) if built.ok else ()
    python = lab.python.executable
    return examine(handed, built, run=isolated.run, python=python, snippets=refused)


def said(verdict: Verdict) -> str:
    """Return a verdict as text, for a test that fails."""
    lines = [f"{c.outcome}: {c.name}: {c.message}" for c in verdict.checks]
    idea = verdict.misconception.id if verdict.misconception else "none"
    return "\n".join(
        [f"{verdict.outcome}, idea {idea}", *lines, *(d.rendered for d in verdict.diagnostics)]
    )
