"""Build and runs in, verdict out."""

from __future__ import annotations

import dataclasses
import json

import pytest

from rustlab.cargo.build import Build
from rustlab.exercise import lines, verdict
from rustlab.exercise.exercise import CheckResult, Submission, Verdict
from rustlab.exercise.hints import next_hint
from rustlab.exercise.verdict import judge, to_json
from tests.exercise.values import (
    X06,
    built,
    crash,
    diagnostic,
    examined,
    green,
    no_import,
    step,
    submission,
)


def outcomes(found: Verdict) -> dict[str, str]:
    return {check.name: check.outcome for check in found.checks}


def named(found: Verdict, name: str) -> CheckResult:
    return next(check for check in found.checks if check.name == name)


def test_all_green_is_passed() -> None:
    found = judge(submission(), built(), (green(), green(malloc_debug=True)))

    assert found.outcome == "passed"
    assert set(outcomes(found).values()) == {"passed"}
    assert (found.next_hint, found.misconception) == (None, None)


def test_a_failed_step_is_not_yet_and_gets_a_hint() -> None:
    run = examined(step(0, "failed", "wrong", kind="wrong_result"), *(step(n) for n in range(1, 5)))

    found = judge(submission(), built(), (run,))

    assert found.outcome == "not_yet"
    assert named(found, "counts").message == "wrong"
    assert found.next_hint == "one"


def test_a_crash_names_its_step_and_the_rest_was_not_run() -> None:
    reports = (step(0), step(1, "started"))
    run = examined(
        *reports, culprit=1, ending="crashed", crash=crash(quoted="it died at src/cell.rs:3:5:\nno")
    )

    found = judge(submission(), built(), (run,))

    assert found.outcome == "crashed"
    assert named(found, "first([])").message == "it went wrong (it died at line 3: no)\nlook"
    assert named(found, "again").outcome == "not_run"
    assert found.crash is not None


def test_a_crash_that_shows_late_is_put_where_it_began() -> None:
    reports = (step(0), step(1), step(2), step(3, "started"))
    run = examined(*reports, culprit=1, ending="crashed", crash=crash())

    found = judge(submission(), built(), (run,))

    assert "showed only later" in named(found, "first([])").message
    assert outcomes(found)["counts"] == "passed"


def test_a_process_that_dies_after_the_last_step_is_not_passed() -> None:
    reports = tuple(step(n) for n in range(5))

    found = judge(submission(), built(), (examined(*reports, ending="crashed", crash=crash()),))

    assert found.outcome == "crashed"
    assert named(found, "the process ends in order").outcome == "crashed"


def test_an_endless_step_is_timed_out() -> None:
    run = examined(step(0), step(1, "started"), ending="timed_out", crash=crash("timeout"))

    found = judge(submission(), built(), (run,))

    assert found.outcome == "timed_out"
    assert named(found, "first([])").message == "it did not come to an end within 10 s"


def test_an_interrupt_is_nobodys_failure() -> None:
    found = judge(submission(), built(), (examined(step(0, "started"), ending="interrupted"),))

    assert found.outcome == "could_not_judge"
    assert found.next_hint is None


def test_a_module_that_cannot_be_imported_says_why() -> None:
    found = judge(submission(), built(), (no_import("ImportError", "no PyInit_x06"),))

    assert found.outcome == "not_yet"
    assert named(found, lines.IMPORTS).message.startswith("ImportError: no PyInit_x06\n")


def test_awkward_calls_are_one_line_that_spells_out_the_first() -> None:
    wrong = (step(2, "failed", "first(None) is wrong"), step(3, "failed", "first(1) is wrong"))

    found = judge(submission(), built(), (examined(step(0), step(1), *wrong, step(4)),))

    line = named(found, "awkward arguments get the same answer as from Python")
    assert line.outcome == "failed"
    assert line.message == "first(None) is wrong\nfirst(1) is wrong"
    assert "first(None)" not in outcomes(found)


def test_a_reason_not_to_run_is_said_once() -> None:
    reports = (step(0, "failed"), *(step(n, "not_run", "not called") for n in range(1, 5)))

    found = judge(submission(), built(), (examined(*reports),))

    assert [c.message for c in found.checks if c.outcome == "not_run"] == ["not called", "", ""]


def test_unsafe_blocks_of_the_learners_own_file_are_counted() -> None:
    own = [diagnostic("usage of an `unsafe` block", code="unsafe_code", line=n) for n in (9, 3, 5)]
    given = diagnostic("usage of an `unsafe` block", code="unsafe_code", file="src/module.rs")
    export = diagnostic("declaration of a `no_mangle` function", code="unsafe_code")

    few = judge(submission(), built(*own[:2], given, export), (green(),))
    many = judge(submission(), built(*own, given), (green(),))

    assert few.outcome == "passed"
    assert many.outcome == "not_yet"
    assert named(many, "no more than 2 `unsafe` blocks").message == "there are 3, in lines 3, 5, 9"


@pytest.mark.parametrize(
    ("budget", "name"), [(0, "no `unsafe` block"), (1, "no more than 1 `unsafe` block")]
)
def test_a_small_budget_reads_well(budget: int, name: str) -> None:
    exercise = dataclasses.replace(X06, unsafe_budget=budget)
    own = [diagnostic("usage of an `unsafe` block", code="unsafe_code", line=n) for n in (3, 5)]

    found = judge(Submission(exercise=exercise, text=""), built(*own), (green(),))

    assert named(found, name).message == "there are 2, in lines 3, 5"


def test_nobody_silences_the_count() -> None:
    hidden = judge(submission("#![allow(unsafe_code)] fn a() {}"), built(), (green(),))
    harmless = judge(submission('// unsafe_code\nfn a() { "unsafe_code"; }'), built(), (green(),))

    assert hidden.outcome == "not_yet"
    assert "take the name out" in named(hidden, "no more than 2 `unsafe` blocks").message
    assert harmless.outcome == "passed"


def test_what_does_not_compile_says_where() -> None:
    errors = (diagnostic("cannot find value `x`", code="E0425", line=7), diagnostic("more"))

    found = judge(submission(), Build(ending="failed", diagnostics=errors), ())

    assert found.outcome == "did_not_build"
    message = "line 7: cannot find value `x` [E0425], and 1 more error"
    assert named(found, verdict.COMPILES).message == message
    assert found.diagnostics == errors
    assert found.next_hint is None


def test_a_slip_costs_no_hint_and_takes_none_away() -> None:
    broken = Build(ending="failed", diagnostics=(diagnostic("no"),))

    assert judge(submission(failures=3), broken, ()).next_hint == "two"


def test_an_error_in_a_given_file_names_the_file() -> None:
    error = diagnostic("cannot find `nothing`", line=11, file="src/module.rs")

    found = judge(submission(), Build(ending="failed", diagnostics=(error,)), ())

    assert found.checks[0].message == "`src/module.rs`, line 11: cannot find `nothing`"


@pytest.mark.parametrize(
    "build",
    [
        Build(ending="offline", message="crates are missing", hint="run `rustlab doctor`"),
        Build(ending="failed", message="a build script stopped", hint="run `rustlab doctor`"),
        Build(ending="interrupted"),
        Build(ending="no_space", message="the disk is full"),
    ],
    ids=lambda build: build.ending,
)
def test_what_the_machine_cannot_do_is_no_failure(build: Build) -> None:
    found = judge(submission(), build, ())

    assert found.outcome == "could_not_judge"
    assert found.next_hint is None
    assert found.checks[0].message.startswith(build.message or "the build ended early")


def test_hints_come_one_by_one() -> None:
    given = [next_hint(X06, failures) for failures in range(8)]

    assert given == [None, "one", "one", "two", "two", "three", "three", "three"]


def test_earlier_failures_move_the_hint() -> None:
    run = (examined(step(0, "failed")),)

    assert judge(submission(failures=4), built(), run).next_hint == "three"


def test_the_json_object_is_that_of_the_design() -> None:
    run = examined(step(0, "failed", "fell", kind="over_release", watched="argument"))

    told = json.loads(json.dumps(to_json(judge(submission(), built(), (run,)))))

    assert set(told) == {
        "schema", "exercise", "outcome", "checks", "misconception", "next_hint", "seconds",
    }  # fmt: skip
    assert told["exercise"] == "X06"
    assert told["checks"][2] == {"name": "counts", "outcome": "failed", "message": "fell"}
    assert set(told["misconception"]) == {"id", "text", "link"}
    assert to_json(judge(submission(), built(), (green(),)))["misconception"] is None
