"""What an author must prove: starter, solution, wrong answers in any words, mutants."""

from __future__ import annotations

import re
import sys
import sysconfig
from pathlib import Path

import pytest

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.exercise.wrong import WrongAnswer, wrong_answers
from rustlab.lab import Lab
from tests.exercise.conftest import Judge
from tests.exercise.variants import VARIANTS, mutants

pytestmark = pytest.mark.cargo

EXERCISE = catalog.load(data.locate()).find("X06")
WRONG = {wrong.name: wrong for wrong in wrong_answers(EXERCISE)}
MUTANTS = dict(mutants(catalog.solution(EXERCISE)))
DEBUG = bool(sysconfig.get_config_var("Py_DEBUG"))
# Immortal objects make a missing or doubled count of None invisible, and harmless: PEP 683.
EQUIVALENT = {
    "Py_NewRef(Py_None()) -> Py_NewRef(Py_NewRef(Py_None()))": sys.version_info >= (3, 12),
}


def said(verdict: Verdict) -> str:
    lines = [f"{c.outcome}: {c.name}: {c.message}" for c in verdict.checks]
    return "\n".join([verdict.outcome, *lines, *(d.rendered for d in verdict.diagnostics)])


def expect(wrong: WrongAnswer, verdict: Verdict, version: tuple[int, ...], *, debug: bool) -> None:
    assert verdict.outcome == wrong.outcome_on(version, debug=debug), said(verdict)
    found = verdict.misconception.id if verdict.misconception else None
    assert found == wrong.misconception, said(verdict)


def test_the_starter_is_not_yet_passed_and_ends_no_process(x06: Exercise, judge: Judge) -> None:
    verdict = judge(catalog.starter(x06))

    assert verdict.outcome == "not_yet", said(verdict)
    assert verdict.misconception is None
    told = {check.message for check in verdict.checks if check.outcome == "failed"}
    assert told == {f"`{name}` is not written yet" for name in ("identity", "first", "nothing")}


def test_the_starter_compiles_without_a_warning(x06: Exercise, judge: Judge) -> None:
    verdict = judge(f"#![deny(warnings)]\n{catalog.starter(x06)}")

    # `unsafe_code` is the one lint that we raise ourselves, and the given part has some.
    assert {d.code for d in verdict.diagnostics if d.level == "error"} <= {"unsafe_code"}
    assert verdict.outcome in ("did_not_build", "not_yet"), said(verdict)


def test_the_solution_passes(x06: Exercise, judge: Judge) -> None:
    verdict = judge(catalog.solution(x06))

    assert verdict.outcome == "passed", said(verdict)
    assert {check.outcome for check in verdict.checks} == {"passed"}
    assert verdict.misconception is None


def test_the_solution_in_other_words_passes_too(x06: Exercise, judge: Judge) -> None:
    for name, change in VARIANTS.items():
        verdict = judge(change(catalog.solution(x06)))

        assert verdict.outcome == "passed", f"{name}\n{said(verdict)}"
        assert verdict.misconception is None, name


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_gets_its_outcome_and_its_idea(name: str, judge: Judge) -> None:
    expect(WRONG[name], judge(WRONG[name].text), sys.version_info, debug=DEBUG)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_known_in_other_words(name: str, variant: str, judge: Judge) -> None:
    changed = VARIANTS[variant](WRONG[name].text)
    assert changed != WRONG[name].text

    expect(WRONG[name], judge(changed), sys.version_info, debug=DEBUG)


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_mutant_is_rejected(fault: str, judge: Judge) -> None:
    verdict = judge(MUTANTS[fault])

    rejected = ("passed",) if EQUIVALENT.get(fault) else ("not_yet", "crashed")
    assert verdict.outcome in rejected, f"{fault}\n{said(verdict)}"


def test_there_are_enough_of_each() -> None:
    assert len(WRONG) >= 6
    assert len(MUTANTS) >= 15
    assert {wrong.misconception for wrong in WRONG.values()} >= {"B03", "B05", "B09"}


@pytest.mark.interpreters
def test_other_interpreters_judge_alike(
    x06: Exercise, judge: Judge, interpreters: tuple[Path, ...]
) -> None:
    for python in interpreters:
        found = Lab.open(python).python
        debug = found.debug

        passed = judge(catalog.solution(x06), python)
        assert passed.outcome == "passed", f"{python}\n{said(passed)}"
        begun = judge(catalog.starter(x06), python)
        assert begun.outcome == "not_yet", f"{python}\n{said(begun)}"
        for name in (
            "b03-one-count-too-many",
            "b05-lent-argument",
            "b09-uncounted-none",
            "b17-silent-null",
        ):
            expect(WRONG[name], judge(WRONG[name].text, python), found.version, debug=debug)


def test_heads_of_wrong_answers_are_read() -> None:
    known = WRONG["b09-uncounted-none"]

    assert known.outcome_on((3, 11), debug=False) == "not_yet"
    assert known.outcome_on((3, 12), debug=False) == "passed"
    assert WRONG["b17-silent-null"].outcome_on((3, 13), debug=True) == "crashed"
    assert not re.search(r"region", known.text)
