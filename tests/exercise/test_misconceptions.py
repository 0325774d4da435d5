"""From what was seen to the idea behind it; a run wins over the text, and doubt is silence."""

from __future__ import annotations

import dataclasses

import pytest

from rustlab.exercise import rule, rust
from rustlab.exercise.misconceptions import of_build, of_crash, recognise, table
from rustlab.exercise.rule import Evidence
from tests.exercise.values import X06, crash, diagnostic

UNCOUNTED = "fn nothing() -> P { Py_None() }"


def seen(kind: str, **more: str) -> Evidence:
    return Evidence(**{"step": "first(x)", "kind": kind, **more})


@pytest.mark.parametrize(
    ("evidence", "known"),
    [
        (seen("over_release", watched="argument"), "B05"),
        (seen("over_release", watched="item"), "B02"),
        (seen("over_release", watched="None"), "B09"),
        (seen("leak", watched="argument"), "B03"),
        (seen("leak", watched="type"), "B03"),
        (seen("exception", text="<f> returned NULL without setting an exception"), "B17"),
        (seen("exception", text="error return without exception set"), "B17"),
        (seen("exception", text="<f> returned a result with an exception set"), "B16"),
        (seen("abort", text="a function returned NULL without setting an exception"), "B17"),
        (seen("abort", text="thread panicked at src/cell.rs:3"), "B20"),
        (seen("exception", raised="ValueError", wanted="IndexError"), "B22"),
    ],
)  # fmt: skip
def test_what_is_seen_names_the_idea(evidence: Evidence, known: str) -> None:
    found = recognise((evidence,), "", X06)

    assert found is not None
    assert (found.id, found.text) == (known, table().ideas[known].text)
    assert found.link == "book/references/page.md"


@pytest.mark.parametrize(
    "evidence",
    [
        seen("leak", watched="blocks"),
        seen("wrong_result"),
        seen("crash"),
        seen("abort", text="free(): invalid pointer"),
        seen("exception", raised="SystemError", text="bad argument to internal function"),
        seen("exception", raised="MemoryError"),
        seen("not_written"),
    ],
    ids=lambda evidence: evidence.kind,
)
def test_doubt_is_silence(evidence: Evidence) -> None:
    assert recognise((evidence,), "", X06) is None


def test_a_run_wins_over_the_text() -> None:
    found = recognise((seen("over_release", watched="argument"),), UNCOUNTED, X06)

    assert found is not None
    assert found.id == "B05"


def test_a_failure_of_unknown_cause_gets_no_guess_from_the_text() -> None:
    assert recognise((seen("wrong_result"),), UNCOUNTED, X06) is None


def test_the_text_speaks_when_nothing_failed() -> None:
    found = recognise((), UNCOUNTED, X06)

    assert found is not None
    assert found.id == "B09"


def test_last_words_of_a_process_are_evidence() -> None:
    told = of_crash("first(1)", crash("abort"), "thread panicked at src/cell.rs:1:1:\nno")

    found = recognise((told,), "", X06)
    assert found is not None
    assert found.id == "B20"


@pytest.mark.parametrize(
    ("code", "message", "known"),
    [
        ("E0277", "the `?` operator can only be used in a function that returns `Result`", "B19"),
        ("E0277", "the type `[i32]` cannot be indexed by `isize`", "B51"),
        ("E0277", "the trait bound `A: B` is not satisfied", None),
        ("E0308", "mismatched types", None),
        (None, "expected `;`", None),
    ],
)
def test_rustc_names_some_ideas(code: str | None, message: str, known: str | None) -> None:
    found = of_build((diagnostic(message, code=code),), "", X06)

    assert (found and found.id) == known


def test_every_rule_says_an_idea_of_the_table() -> None:
    assert {known.idea for known in table().rules} <= set(table().ideas)
    assert {f"B{n:02}" for n in range(1, 65)} <= set(table().ideas)


def test_rules_of_the_exercise_come_first() -> None:
    own = rule.of_table({"idea": "B06", "kind": "over_release", "step": "first(*", "text": "Mine."})
    exercise = dataclasses.replace(X06, recognise=(own,))

    found = recognise((seen("over_release", watched="argument"),), "", exercise)

    assert found is not None
    assert (found.id, found.text) == ("B06", "Mine.")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("if v == -1", "if v==-1 {}"),
        ("as i32", "x /* as i64 */ as\n    i32"),
        (r"forget \(", "mem::forget(x)"),
        ("&'py mut T", "fn a(x: &'py  mut T)"),
    ],
)
def test_a_pattern_does_not_mind_layout(pattern: str, text: str) -> None:
    assert rule.of_table({"idea": "B01", "pattern": pattern}).reads(rust.plain(text))
    assert not rule.of_table({"idea": "B01", "pattern": pattern}).reads(rust.plain(f"// {text!r}"))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"idea": "B01"}, "nothing to recognise"),
        ({"kind": "leak"}, "neither"),
        ({"idea": "B01", "kin": "leak"}, "kin"),
    ],
)
def test_a_wrong_rule_is_named(table: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rule.of_table(table)


@pytest.mark.parametrize("text", [i.text for i in table().ideas.values()], ids=table().ideas)
def test_texts_speak_to_a_person(text: str) -> None:
    assert text.endswith(".")
    assert not {"simply", "just", "obviously"} & set(text.lower().split())
