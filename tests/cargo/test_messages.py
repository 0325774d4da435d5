"""Recorded streams of a real cargo 1.95, and lines that no cargo has written yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.cargo import record
from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.cargo.messages import Messages, parse

STREAMS = Path(__file__).parent / "streams"


def stream(name: str) -> Messages:
    return parse((STREAMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


def only(name: str) -> Diagnostic:
    (said,) = stream(name).said
    return said.diagnostic


def test_an_error_with_its_places() -> None:
    error = only("borrow")

    places = [(s.line, s.column, s.end_column, s.primary, s.label) for s in error.spans]
    assert (error.level, error.code) == ("error", "E0502")
    # Columns count characters: the comment before the borrow holds an `é`.
    assert sorted(places) == [
        (3, 26, 31, False, "immutable borrow occurs here"),
        (4, 5, 18, True, "mutable borrow occurs here"),
        (5, 16, 21, False, "immutable borrow later used here"),
    ]
    assert error.primary is not None
    assert error.primary.file == "src/cell.rs"
    assert error.primary.text == ("    names.clear();",)
    assert error.explanation is not None
    assert "already borrowed" in error.explanation


def test_the_compilers_words_name_the_cell() -> None:
    assert " --> cell:4:5" in only("borrow").rendered


def test_a_warning_with_a_suggestion() -> None:
    warning = only("warning")

    assert (warning.level, warning.code) == ("warning", "unused_variables")
    assert [(s.replacement, s.span.column) for s in warning.suggestions] == [("_unused", 9)]
    assert any(note.startswith("note: `#[warn(unused_variables)]`") for note in warning.notes)


def test_a_macro_points_at_its_call() -> None:
    assert {(s.file, s.line) for s in only("macro").spans} == {
        ("src/cell.rs", 4),
        ("src/cell.rs", 1),
    }


def test_an_attribute_macro_points_at_the_learners_line() -> None:
    error = only("pyfunction")

    assert error.primary is not None
    assert (error.code, error.primary.line, error.primary.column) == ("E0425", 3, 9)


def test_success_and_the_artifact() -> None:
    messages = stream("warning")

    (artifact,) = messages.artifacts
    assert messages.finished is True
    assert artifact.kinds == ("bin",)
    assert artifact.executable == "/cache/target/debug/cell_0123456789abcdef"
    assert stream("borrow").finished is False


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a build script's own line",
        '{"reason":"from-the-future","x":1}',
        '{"reason":"build-script-executed","package_id":"x"}',
        '{"reason":"compiler-mess',
        (
            '{"reason":"compiler-message","manifest_path":"m","message":'
            '{"level":"failure-note","message":"For more information","spans":[]}}'
        ),
        (
            '{"reason":"compiler-message","manifest_path":"m","message":'
            '{"level":"error","message":"aborting due to 2 previous errors","spans":[]}}'
        ),
        (
            '{"reason":"compiler-message","manifest_path":"m","message":'
            '{"level":"warning","message":"1 warning emitted","spans":[]}}'
        ),
    ],
)
def test_what_says_nothing_is_skipped(line: str) -> None:
    assert parse([line]) == Messages(said=(), artifacts=(), finished=None)


@pytest.mark.parametrize("name", ["borrow", "warning", "macro", "pyfunction", "linker"])
def test_the_store_gives_back_what_it_got(name: str) -> None:
    said = tuple(one.diagnostic for one in stream(name).said)
    build = Build(ending="failed", diagnostics=said, module="m", seconds=1.5)

    loaded = record.load(record.dump(build), None)

    assert loaded is not None
    assert loaded.diagnostics == said
    assert (loaded.module, loaded.cached) == ("m", True)


def test_a_record_of_another_version_is_no_record() -> None:
    assert record.load('{"schema": 99}', None) is None
