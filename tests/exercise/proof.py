"""What proves an exercise, as cases: each a text of its own and what must come of it."""

from __future__ import annotations

import dataclasses
import functools
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rustlab.cargo.build import Build
from rustlab.exercise import catalog
from rustlab.exercise.examine import examine
from rustlab.exercise.exercise import Exercise, Outcome, Submission, Verdict
from rustlab.exercise.wrong import Where, WrongAnswer, wrong_answers
from rustlab.lab import Lab
from rustlab.machine.python import Python
from rustlab.run import isolated
from rustlab.run.outcome import Run, RunRequest
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
    original: str = ""  # the text that this one says in other words

    def wanted_in(self, python: Python) -> tuple[Outcome, str | None]:
        """Return the outcome and the idea that it must get in an interpreter."""
        where = Where(
            version=python.version, debug=python.debug, free_threaded=python.free_threaded
        )
        wrong = self.wrong
        return (wrong.outcome_on(where), wrong.idea_on(where)) if wrong else ("passed", None)


def cases(exercise: Exercise, *, whole: bool = False) -> tuple[Case, ...]:
    """Return what the test command judges, or the whole of it."""
    return (*spoken(exercise, whole=whole), *faults(exercise, whole=whole))


@functools.cache
def spoken(exercise: Exercise, *, whole: bool = False) -> tuple[Case, ...]:
    """Return what people wrote, in all words: starter, solution, wrong answers."""
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
    return tuple(found)


def answers(exercise: Exercise, *, wrong: bool) -> tuple[Case, ...]:
    """Return the solution, and the wrong answers if wanted, each in its own words."""
    solution = Case(name="solution", role="solution", text=catalog.solution(exercise))
    others = wrong_answers(exercise) if wrong else ()
    return (
        solution,
        *(Case(name=one.name, role="wrong", text=one.text, wrong=one) for one in others),
    )


@functools.cache
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
            named = f"{case.name}, {name}"
            yield dataclasses.replace(case, name=named, text=text, original=case.text)


@functools.cache
def builds(exercise: Exercise, *, whole: bool = False) -> dict[str, object]:
    """Build all cases of an exercise with one cargo; name of the case -> Build."""
    # What only says a text in other words is not built by the test command: see `judged_in_words`.
    known = [case for case in cases(exercise, whole=whole) if whole or not case.original]
    lab, texts = Lab.open(), [Text(exercise=exercise, text=case.text) for case in known]
    built = batch.build(texts, lab)
    batch.check(_judged_ones(known, texts, built), lab)
    return {case.name: one for case, one in zip(known, built, strict=True)}


def _judged_ones(known: list[Case], texts: list[Text], built: list[Build]) -> list[Text]:
    """Return the texts that get a verdict: all that build, of the mutants the first few."""
    fit = [(c, t) for c, t, b in zip(known, texts, built, strict=True) if b.ok]
    spare = [t for c, t in fit if c.role == "mutant"][SEEDED:]
    return [t for _, t in fit if t not in spare]


def judged(exercise: Exercise, text: str, lab: Lab | None = None) -> Verdict:
    """Return the verdict on a text, in no learner's folder."""
    lab = lab or Lab.open()
    (built,) = batch.build([Text(exercise=exercise, text=text)], lab)
    handed = Submission(exercise=exercise, text=text)
    refused = lab.refused(handed) if built.ok else ()
    python = lab.python.executable
    return examine(handed, built, run=isolated.run, python=python, snippets=refused)


def judged_in_words(exercise: Exercise, case: Case) -> Verdict:
    """Return the verdict on a text by its own words, and by what its original was seen to do."""
    original, lab = case.original or case.text, Lab.open()
    (built,) = batch.build([Text(exercise=exercise, text=original)], lab)
    handed = Submission(exercise=exercise, text=original)
    refused = lab.refused(handed) if built.ok else ()
    return examine(
        dataclasses.replace(handed, text=case.text), built, run=_once(exercise, original),
        python=lab.python.executable, snippets=refused,
    )  # fmt: skip


@functools.cache
def _once(exercise: Exercise, text: str) -> Callable[[RunRequest], Run]:
    """What runs a text, each request once."""
    known: dict[str, Run] = {}

    def run(request: RunRequest) -> Run:
        asked = repr(request)
        if asked not in known:
            known[asked] = isolated.run(request)
        return known[asked]

    return run


def said(verdict: Verdict) -> str:
    """Return a verdict as text, for a test that fails."""
    lines = [f"{c.outcome}: {c.name}: {c.message}" for c in verdict.checks]
    idea = verdict.misconception.id if verdict.misconception else "none"
    return "\n".join(
        [f"{verdict.outcome}, idea {idea}", *lines, *(d.rendered for d in verdict.diagnostics)]
    )
