"""Verdicts on exercises that need no tool chain: the answer against the key, a pure function."""

from __future__ import annotations

from dataclasses import dataclass

from rustlab.exercise import answers, misconceptions
from rustlab.exercise.answers import LETTERS, Unreadable
from rustlab.exercise.exercise import (
    CheckOutcome,
    CheckResult,
    Exercise,
    Misconception,
    Submission,
    Verdict,
)
from rustlab.exercise.hints import next_hint
from rustlab.exercise.order import slip
from rustlab.exercise.paper import Decoy, Line, Paper, Puzzle, Question, Review

Findings = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    checks: tuple[CheckResult, ...]
    idea: str = ""


def judge(submission: Submission, paper: Paper) -> Verdict:
    """Return the verdict on the text of an `answer.toml`."""
    exercise = submission.exercise
    try:
        found = _judged(submission.text, paper)
    except Unreadable as slip:
        unread = CheckResult(name="the answer can be read", outcome="failed", message=str(slip))
        found = _Judged(checks=(unread,))
    passed = all(check.outcome == "passed" for check in found.checks)
    return Verdict(
        exercise=exercise.id,
        outcome="passed" if passed else "not_yet",
        checks=found.checks,
        misconception=_idea(found.idea, exercise),
        next_hint=None if passed else next_hint(exercise, submission.failures + 1),
    )


def _idea(idea: str, exercise: Exercise) -> Misconception | None:
    return misconceptions.named(idea, exercise) if idea else None


def _judged(text: str, paper: Paper) -> _Judged:
    if isinstance(paper, Puzzle):
        return _ordered(answers.order(text), paper)
    if isinstance(paper, Review):
        return _reviewed(answers.findings(text, tuple(key for key, _ in paper.reasons)), paper)
    return _predicted(answers.choices(text, paper), paper)


def _predicted(chosen: dict[str, int], questions: tuple[Question, ...]) -> _Judged:
    wrong = [one for one in questions if one.id in chosen and chosen[one.id] != one.answer]
    ideas = [idea for one in wrong if (idea := one.idea(chosen[one.id]))]
    checks = tuple(_prediction(one, chosen.get(one.id)) for one in questions)
    return _Judged(checks=checks, idea=ideas[0] if ideas else "")


def _prediction(question: Question, choice: int | None) -> CheckResult:
    name = f"{question.id}: {question.prompt.strip().splitlines()[0]}"
    if choice is None:
        return CheckResult(name=name, outcome="not_run", message="no prediction yet")
    if choice == question.answer:
        return CheckResult(name=name, outcome="passed", message=question.why.strip())
    told = f"not {LETTERS[choice]}: {question.choices[choice]}"
    return CheckResult(name=name, outcome="failed", message=told)


def _ordered(order: tuple[str, ...], puzzle: Puzzle) -> _Judged:
    strange = [name for name in order if puzzle.line(name) is None]
    if strange:
        raise Unreadable(f"there is no line `{strange[0]}`")
    if not order:
        empty = CheckResult(name="the lines are in order", outcome="not_run", message="none yet")
        return _Judged(checks=(empty,))
    lines = [line for name in order if (line := puzzle.line(name)) is not None]
    decoys = [line for line in lines if line.distractor]
    missing = sum(name not in order for name in puzzle.wanted)
    twice = [f"`{name}` stands twice" for name in order if order.count(name) > 1]
    moved = slip(order, puzzle)
    checks = (
        _check("no line stands twice", twice[0] if twice else ""),
        _check("every line of yours belongs", "\n".join(map(_decoy, decoys))),
        _check("no line is missing", _missing(missing) if missing else ""),
        _check("the order works", moved.told if moved else ""),
    )
    ideas = [*(line.idea for line in decoys), moved.idea if moved else ""]
    return _Judged(checks=checks, idea=next((idea for idea in ideas if idea), ""))


def _check(name: str, wrong: str) -> CheckResult:
    return CheckResult(name=name, outcome="failed" if wrong else "passed", message=wrong)


def _decoy(line: Line) -> str:
    return f"`{line.id}` does not belong" + (f": {line.why}" if line.why else "")


def _missing(lines: int) -> str:
    return f"{lines} line{'s' if lines > 1 else ''} of those that belong"


def _reviewed(found: Findings, review: Review) -> _Judged:
    checks = [_finding(line, reason, review) for line, reason in found]
    right = {d.id for d in review.defects if any(_hits(line, d.lines) and reason == d.reason
                                                 for line, reason in found)}  # fmt: skip
    missed = [d for d in review.defects if d.id not in right]
    told = f"{len(right)} of {len(review.defects)}"
    outcome: CheckOutcome = "failed" if missed else "passed"
    checks.append(CheckResult(name="every defect is found", outcome=outcome, message=told))
    fooled = [d.idea for d in _decoys(found, review) if d.idea]
    near = [d.idea for d in missed if any(_hits(line, d.lines) for line, _ in found)]
    ideas = [*fooled, *near, *(d.idea for d in missed if found)]
    return _Judged(checks=tuple(checks), idea=next((i for i in ideas if i), ""))


def _finding(line: int, reason: str, review: Review) -> CheckResult:
    words = dict(review.reasons)[reason]
    name = f"line {line}: {words}"
    here = [d for d in review.defects if _hits(line, d.lines)]
    for defect in here:
        if defect.reason == reason:
            return CheckResult(name=name, outcome="passed", message=defect.why.strip())
    if here:
        told = "the place is right, the reason is another"
        return CheckResult(name=name, outcome="failed", message=told)
    decoy = next(iter(_decoys(((line, reason),), review)), None)
    told = decoy.why.strip() if decoy else "nothing is wrong here"
    return CheckResult(name=name, outcome="failed", message=told)


def _decoys(found: Findings, review: Review) -> list[Decoy]:
    return [d for d in review.decoys if any(_hits(line, d.lines) for line, _ in found)]


def _hits(line: int, lines: tuple[int, int]) -> bool:
    return lines[0] <= line <= lines[-1]
