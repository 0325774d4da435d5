"""Build and runs in, verdict out: one pure function, and the JSON object of DESIGN section 5."""

from __future__ import annotations

import dataclasses

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.exercise import misconceptions, rust
from rustlab.exercise.exercise import (
    CheckOutcome,
    CheckResult,
    Exercise,
    Outcome,
    Submission,
    Verdict,
)
from rustlab.exercise.hints import next_hint
from rustlab.exercise.lines import lines
from rustlab.exercise.probes import Examined
from rustlab.exercise.rule import Evidence
from rustlab.exercise.snippets import Judged
from rustlab.run.outcome import Crash

COMPILES = "it compiles"
TEXT = "cell.rs"  # the learner's own file in the crate that is built
LINT = "unsafe_code"
_ORDER: tuple[Outcome, ...] = (
    "could_not_judge",
    "did_not_build",
    "crashed",
    "timed_out",
    "not_yet",
    "passed",
)


def judge(
    submission: Submission,
    build: Build,
    examined: tuple[Examined, ...],
    snippets: tuple[Judged, ...] = (),
) -> Verdict:
    """Return the verdict on a submission."""
    exercise = submission.exercise
    if not build.ok:
        # rustc says more about a slip than a hint on the task would; it costs none.
        return _unbuilt(submission, build)
    built = CheckResult(name=COMPILES, outcome="passed")
    refused = tuple(one.check for one in snippets)
    checks = (built, *_budget(submission, build), *refused, *lines(examined))
    outcome = _outcome(checks, examined)
    compiled = tuple(one.evidence for one in snippets if one.evidence is not None)
    evidence = (*compiled, *_evidence(examined), *_over_budget(exercise, checks))
    wrong = misconceptions.recognise(evidence, submission.text, exercise)
    failed = outcome not in ("passed", "could_not_judge")
    return Verdict(
        exercise=exercise.id,
        outcome=outcome,
        checks=checks,
        misconception=wrong,
        next_hint=next_hint(exercise, submission.failures + 1) if failed else None,
        crash=_crash(examined),
    )


def _crash(examined: tuple[Examined, ...]) -> Crash | None:
    """Return the end that says most: one with the process's own last words, else the first."""
    crashes = [one.run.crash for one in examined if one.run.crash is not None]
    return next((crash for crash in crashes if crash.quoted), crashes[0] if crashes else None)


def clean(examined: Examined) -> bool:
    """Whether every step of this child passed."""
    done = examined.done
    return examined.run.ending == "finished" and all(r.outcome == "passed" for r in done.values())


def brief(verdict: Verdict) -> Verdict:
    """Return the same for a person: what was not run is one line, with the reasons."""
    skipped = [check for check in verdict.checks if check.outcome == "not_run"]
    if len(skipped) < 2:
        return verdict
    said = {check.message for check in verdict.checks if check.outcome != "not_run"} | {""}
    reasons = dict.fromkeys(check.message for check in skipped if check.message not in said)
    line = CheckResult(
        name=f"{len(skipped)} more checks", outcome="not_run", message="\n".join(reasons)
    )
    run = (check for check in verdict.checks if check.outcome != "not_run")
    return dataclasses.replace(verdict, checks=(*run, line))


def to_json(verdict: Verdict) -> dict[str, object]:
    """Return the object that `rustlab check --json` prints (DESIGN section 5)."""
    wrong = verdict.misconception
    return {
        "schema": 1,
        "exercise": verdict.exercise,
        "outcome": verdict.outcome,
        "checks": [
            {"name": c.name, "outcome": c.outcome, "message": c.message} for c in verdict.checks
        ],
        "misconception": wrong and {"id": wrong.id, "text": wrong.text, "link": wrong.link},
        "next_hint": verdict.next_hint,
        "seconds": round(verdict.seconds, 3),
    }


def _unbuilt(submission: Submission, build: Build) -> Verdict:
    exercise = submission.exercise
    # A build script that stops, or a tool that is missing, is not the learner's doing.
    if build.ending != "failed" or not build.errors:
        message = build.message or f"the build ended early: {build.ending.replace('_', ' ')}"
        told = f"{message}\n\nhint: {build.hint}" if build.hint else message
        return Verdict(
            exercise=exercise.id, outcome="could_not_judge",
            checks=(CheckResult(name=COMPILES, outcome="not_run", message=told),),
        )  # fmt: skip
    return Verdict(
        exercise=exercise.id,
        outcome="did_not_build",
        checks=(CheckResult(name=COMPILES, outcome="failed", message=_why_not(build)),),
        misconception=misconceptions.of_build(build.errors, submission.text, exercise),
        next_hint=next_hint(exercise, submission.failures),
        diagnostics=build.diagnostics,
    )


def _why_not(build: Build) -> str:
    first, more = build.errors[0], len(build.errors) - 1
    code = f" [{first.code}]" if first.code else ""
    rest = f", and {more} more error{'s' if more > 1 else ''}" if more else ""
    return f"{_place(first)}{first.message}{code}{rest}"


def _place(diagnostic: Diagnostic) -> str:
    place = diagnostic.primary
    if place is None:
        return ""
    return f"{'' if place.file.endswith(TEXT) else f'`{place.file}`, '}line {place.line}: "


def _budget(submission: Submission, build: Build) -> tuple[CheckResult, ...]:
    """Count `unsafe` blocks by rustc's own lint: strings and comments do not fool it."""
    exercise = submission.exercise
    if "unsafe" not in exercise.probes:
        return ()
    found = [d for d in build.diagnostics if d.code == LINT and "block" in d.message]
    blocks = sorted(d.primary.line for d in found if d.primary and d.primary.file.endswith(TEXT))
    name = _budget_name(exercise)
    if rust.mentions(submission.text, LINT):
        message = f"they are counted by rustc's lint `{LINT}`: take the name out of your text"
        return (CheckResult(name=name, outcome="failed", message=message),)
    if len(blocks) <= exercise.unsafe_budget:
        return (CheckResult(name=name, outcome="passed"),)
    lines = ", ".join(map(str, blocks))
    return (
        CheckResult(
            name=name, outcome="failed", message=f"there are {len(blocks)}, in lines {lines}"
        ),
    )


def _outcome(checks: tuple[CheckResult, ...], examined: tuple[Examined, ...]) -> Outcome:
    if any(e.run.ending == "interrupted" for e in examined):
        return "could_not_judge"
    worst: dict[CheckOutcome, Outcome] = {
        "crashed": "crashed",
        "timed_out": "timed_out",
        "failed": "not_yet",
        "not_run": "not_yet",
        "passed": "passed",
    }
    return min((worst[check.outcome] for check in checks), key=_ORDER.index)


def _over_budget(exercise: Exercise, checks: tuple[CheckResult, ...]) -> tuple[Evidence, ...]:
    name = _budget_name(exercise)
    over = (check for check in checks if check.name == name and check.outcome == "failed")
    return tuple(Evidence(step=check.name, kind="unsafe") for check in over)


def _budget_name(exercise: Exercise) -> str:
    most = exercise.unsafe_budget
    blocks = "block" if most < 2 else "blocks"
    return f"no more than {most} `unsafe` {blocks}" if most else f"no `unsafe` {blocks}"


def _evidence(examined: tuple[Examined, ...]) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for one in examined:
        if one.run.raised is not None and not one.plan:
            said, kind = one.run.raised.message, one.run.raised.type
            found.append(Evidence(step="import", kind="import", raised=kind, text=said))
        for number, report in sorted(one.done.items()):
            if report.outcome == "failed" and isinstance(report.data, dict):
                found.append(Evidence.of_report(one.plan[number].name, report.data))
        at = one.culprit if one.culprit is not None else one.unfinished
        if one.run.crash is not None:
            # Memory that was damaged earlier says nothing about the step it shows in.
            step = one.plan[at].name if at is not None and not one.late else ""
            found.append(misconceptions.of_crash(step, one.run.crash, one.run.stderr))
    return tuple(found)
