"""Records: what a golden compares holds no prose of the compiler, no signal, no time, no folder."""

from __future__ import annotations

import json
from dataclasses import replace

from rustlab.exercise.exercise import CheckResult, Misconception, Verdict
from rustlab.run.outcome import Run
from rustlab.show import bundle, record
from rustlab.show.provided import Provided
from tests.show.values import BORROW, BUILT, CRASH, FAILED


def test_a_built_module() -> None:
    names = (Provided(name="add", kind="function", signature="(a, b)"),)

    assert record.built(BUILT, names) == {
        "schema": 1,
        "kind": "built",
        "module": "cell",
        "names": [{"kind": "function", "name": "add", "signature": "(a, b)"}],
        "warnings": [],
    }


def test_a_failed_build_keeps_codes_and_places() -> None:
    assert record.failed(FAILED) == {
        "schema": 1,
        "kind": "did_not_build",
        "errors": [{"level": "error", "code": "E0502", "place": {"line": 3, "column": 5}}],
    }


def test_an_expected_failure_keeps_codes_and_places() -> None:
    said = record.failed_as_expected(FAILED)

    assert said == {**record.failed(FAILED), "kind": "fails_as_it_should"}


def test_a_message_without_a_place() -> None:
    said = record.failed(replace(FAILED, diagnostics=(replace(BORROW, spans=()),)))

    assert said["errors"][0]["place"] is None


def test_prose_stays_out() -> None:
    for said in (record.failed(FAILED), record.crashed(CRASH)):
        written = json.dumps(said)
        assert "borrow" not in written
        assert "SIGSEGV" not in written


def test_an_expected_ending_is_one_word() -> None:
    shown = bundle.ended_as_expected(Run(ending="crashed", crash=CRASH))

    assert shown[record.MIME] == {"schema": 1, "kind": "ends_as_it_should", "word": "crash"}
    assert "SIGSEGV" in shown["text/plain"]
    assert "SIGSEGV" in shown["text/html"]


def test_a_verdict() -> None:
    verdict = Verdict(
        exercise="X06",
        outcome="not_yet",
        checks=(CheckResult(name="leaks", outcome="failed", message="200 left"),),
        misconception=Misconception(id="M3", text="prose"),
        seconds=1.25,
    )

    assert record.verdict(verdict) == {
        "schema": 1,
        "kind": "verdict",
        "exercise": "X06",
        "outcome": "not_yet",
        "checks": [{"name": "leaks", "outcome": "failed"}],
        "misconception": "M3",
    }


def test_every_bundle_has_the_three_forms() -> None:
    for shown in (bundle.built(BUILT), bundle.failed(FAILED), bundle.crashed(CRASH)):
        assert set(shown) == {"text/plain", "text/html", record.MIME}
        json.dumps(shown)
