"""What is run, in which order, and how the step that ends a process is found."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from rustlab.cargo.build import Build
from rustlab.exercise.attempt import attempt
from rustlab.exercise.examine import examine
from rustlab.exercise.exercise import Submission, Verdict
from rustlab.run.outcome import Report, Run, RunRequest
from tests.exercise.values import X06, built, crash, submission

STEPS = 12
PLAN = Report(
    name="plan",
    outcome="plan",
    data=[{"name": f"step {n}", "group": "checks"} for n in range(STEPS)],
)


class Children:
    """A stand-in for `isolated.run`: step `bad` damages memory, step `shows` dies of it."""

    def __init__(self, bad: int | None = None, shows: int | None = None, quoted: str = "") -> None:
        self.bad, self.shows, self.quoted = bad, shows, quoted
        self.asked: list[tuple[bool, list[int] | None]] = []

    def __call__(self, request: RunRequest) -> Run:
        assert isinstance(request.argument, dict)
        only = request.argument["only"]
        self.asked.append((request.limits.malloc_debug, only))
        reports, damaged = [PLAN], False
        for number in range(STEPS) if only is None else only:
            step = {"step": number}
            reports.append(Report(name=f"step {number}", outcome="started", data=step))
            damaged |= number == self.bad
            if damaged and number == self.shows:
                return Run(
                    ending="crashed", reports=tuple(reports), crash=crash(quoted=self.quoted)
                )
            reports.append(Report(name=f"step {number}", outcome="passed", data=step))
        return Run(ending="finished", reports=tuple(reports))


def judged(children: Children, folder: Path) -> dict[str, str]:
    (folder / "checks.py").write_text("", encoding="utf-8")
    exercise = dataclasses.replace(X06, folder=folder)
    handed = type(submission())(exercise=exercise, text="")
    found = examine(handed, built(), run=children, python=Path("python"))
    return {check.name: check.outcome for check in found.checks}


def test_all_green_is_two_children(tmp_path: Path) -> None:
    children = Children()

    outcomes = judged(children, tmp_path)

    assert children.asked == [(False, None), (True, None)]
    assert set(outcomes.values()) == {"passed"}


def test_a_step_that_dies_alone_is_found_at_once(tmp_path: Path) -> None:
    children = Children(bad=7, shows=7, quoted="panicked")

    outcomes = judged(children, tmp_path)

    assert children.asked == [(False, None), (False, [7])]
    assert outcomes["step 7"] == "crashed"
    assert outcomes["step 8"] == "not_run"


def test_damage_that_shows_later_is_found_by_halving(tmp_path: Path) -> None:
    for bad in range(10):
        children = Children(bad=bad, shows=10, quoted="heap")

        outcomes = judged(children, tmp_path)

        assert [name for name, outcome in outcomes.items() if outcome == "crashed"] == [
            f"step {bad}"
        ]
        assert len(children.asked) <= 8, "logarithmic, not one child a step"


def test_a_silent_crash_is_looked_at_with_the_debug_allocator(tmp_path: Path) -> None:
    children = Children(bad=3, shows=3)

    outcomes = judged(children, tmp_path)

    assert (True, None) in children.asked
    assert list(outcomes.values()).count("crashed") == 1, "nothing new is told once"


def test_what_did_not_build_starts_no_child(tmp_path: Path) -> None:
    children = Children()

    examine(submission(), Build(ending="failed"), run=children, python=Path("python"))

    assert children.asked == []


def test_what_a_stored_build_once_took_is_no_part_of_a_verdicts_time(tmp_path: Path) -> None:
    (tmp_path / "checks.py").write_text("", encoding="utf-8")
    exercise, hour = dataclasses.replace(X06, folder=tmp_path), 3600.0
    stored = dataclasses.replace(built(), seconds=hour)

    def judge(handed: Submission) -> Verdict:
        return examine(handed, stored, run=Children(), python=Path("python"))

    verdict = attempt(exercise, "", home=None, judge=judge)

    assert 0 < verdict.seconds < hour
