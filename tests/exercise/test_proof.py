"""What an author must prove: starter, solution, wrong answers in any words, mutants."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.lab import Lab
from tests.exercise import batch
from tests.exercise.batch import Text
from tests.exercise.proof import (
    SEEDED,
    Case,
    answers,
    builds,
    cases,
    judged,
    judged_in_words,
    said,
    spoken,
)

pytestmark = pytest.mark.cargo

BUILT = [e for e in catalog.load(data.locate()) if e.source.is_file()]
WHOLE = "RUSTLAB_FULL" in os.environ  # each change of words alone, as `nox -s exercises` does
OTHERS = [p for p in os.environ.get("RUSTLAB_PYTHONS", "").split(os.pathsep) if p]


def params(exercises: list[Exercise], role: str) -> list[object]:
    """One for each case; all cases of an exercise go to one process, which builds them together."""
    return list(_params(exercises, role))


def _params(exercises: list[Exercise], role: str) -> Iterator[object]:
    for exercise in exercises:
        group = pytest.mark.xdist_group(f"proof of {exercise.id}")
        for case in spoken(exercise, whole=WHOLE):
            if case.role == role:
                name = f"{exercise.crate}: {case.name}"
                yield pytest.param(exercise, case, id=name, marks=group)


def each(exercises: list[Exercise]) -> list[object]:
    """One for each exercise, in the same process as its cases."""
    groups = [pytest.mark.xdist_group(f"proof of {exercise.id}") for exercise in exercises]
    return [pytest.param(e, id=e.crate, marks=g) for e, g in zip(exercises, groups, strict=True)]


def in_any_words(exercise: Exercise, case: Case) -> Verdict:
    """Judge a case. Other words for one text do the same: only the whole proof runs them too."""
    return judged(exercise, case.text) if WHOLE else judged_in_words(exercise, case)


@pytest.mark.parametrize(("exercise", "case"), params(BUILT, "starter"))
def test_the_starter_is_not_yet_passed_and_ends_no_process(exercise: Exercise, case: Case) -> None:
    builds(exercise)

    verdict = judged(exercise, case.text)

    # The faulty text of a debug-this may well end its process: that is what is to be found. And
    # types that refuse too little are a wrong answer already.
    allowed = {"not_yet", "crashed", "timed_out"} if exercise.kind == "debug-this" else {"not_yet"}
    assert verdict.outcome in allowed, said(verdict)
    if exercise.kind not in ("debug-this", "compile-fail"):
        assert verdict.misconception is None, said(verdict)


@pytest.mark.parametrize("exercise", each(BUILT))
def test_the_starter_compiles_without_a_warning(exercise: Exercise) -> None:
    builds(exercise)
    built = batch.build([Text(exercise=exercise, text=catalog.starter(exercise))], Lab.open())[0]

    # `unsafe_code` is the one lint that we raise ourselves.
    warned = [d.rendered for d in built.diagnostics if d.code != "unsafe_code"]
    assert exercise.kind == "debug-this" or not warned, "\n".join(warned)


@pytest.mark.parametrize(("exercise", "case"), params(BUILT, "solution"))
def test_the_solution_passes_in_any_words(exercise: Exercise, case: Case) -> None:
    builds(exercise)

    verdict = in_any_words(exercise, case)

    assert verdict.outcome == "passed", said(verdict)
    assert {check.outcome for check in verdict.checks} == {"passed"}
    assert verdict.misconception is None, said(verdict)


@pytest.mark.parametrize(("exercise", "case"), params(BUILT, "wrong"))
def test_a_wrong_answer_gets_its_outcome_and_its_idea(exercise: Exercise, case: Case) -> None:
    builds(exercise)
    assert case.wrong is not None

    verdict = in_any_words(exercise, case)

    _agrees(verdict, case, Lab.open())


@pytest.mark.parametrize("exercise", each(BUILT))
def test_mutants_are_rejected(exercise: Exercise) -> None:
    built = builds(exercise)
    faulty = [c for c in cases(exercise) if c.role == "mutant" and built[c.name].ok]

    verdicts = {case.name: judged(exercise, case.text) for case in faulty[:SEEDED]}

    assert len(verdicts) == SEEDED, "too few faults that compile"
    passed = [name for name, verdict in verdicts.items() if verdict.outcome == "passed"]
    assert not passed, "mend checks.py, or prove it in equivalent.toml"


@pytest.mark.parametrize("exercise", each(BUILT))
def test_there_are_enough_wrong_answers(exercise: Exercise) -> None:
    wrong = {c.name: c.wrong.idea for c in spoken(exercise) if c.wrong is not None}

    assert len(wrong) >= 3
    assert any(wrong.values()), "none of them has a name"


def elsewhere(exercises: list[Exercise]) -> list[object]:
    """Each solution on each other interpreter; the whole proof adds the wrong answers."""
    found: list[object] = []
    for python in map(Path, OTHERS):
        mark = pytest.mark.xdist_group(str(python))
        for exercise in exercises:
            for case in answers(exercise, wrong=WHOLE):
                name = f"{python.name}-{exercise.crate}: {case.name}"
                found.append(pytest.param(exercise, case, python, id=name, marks=mark))
    return found


@pytest.mark.interpreters
@pytest.mark.parametrize(("exercise", "case", "python"), elsewhere(BUILT))
def test_an_answer_gets_the_same_verdict_on_other_interpreters(
    exercise: Exercise, case: Case, python: Path, request: pytest.FixtureRequest
) -> None:
    lab = Lab.open(python)
    wanted = _wanted_of(request, python)
    built = batch.build(wanted, lab)
    batch.check([text for text, build in zip(wanted, built, strict=True) if build.ok], lab)

    verdict = judged(exercise, case.text, lab)

    _agrees(verdict, case, lab)


def _agrees(verdict: Verdict, case: Case, lab: Lab) -> None:
    outcome, idea = case.wanted_in(lab.python)
    assert verdict.outcome == outcome, said(verdict)
    assert (verdict.misconception and verdict.misconception.id) == idea, said(verdict)


def _wanted_of(request: pytest.FixtureRequest, python: Path) -> list[Text]:
    """Every answer that this run wants for the interpreter: one cargo builds them all."""
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    wanted = [s.params for s in chosen if s is not None and s.params.get("python") == python]
    return [Text(exercise=one["exercise"], text=one["case"].text) for one in wanted]
