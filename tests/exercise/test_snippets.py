"""Texts that must not compile, and their twins: marks are read, rustc is really asked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span
from rustlab.errors import ExerciseError
from rustlab.exercise import snippets
from rustlab.exercise.exercise import Exercise, Submission
from rustlab.exercise.snippets import Judged
from rustlab.lab import Lab
from tests.exercise.values import X06

FAILS = """\
//! A token cannot be copied.
fn twice(token: x06::Token) {
    drop(token);
    drop(token); //~ E0382,E0505
}
"""
PASSES = "fn once(token: x06::Token) {\n    drop(token);\n}\n"
CRATE = """
[package]
name = "x06-give-back"
[dependencies]
"""


def error(line: int, code: str | None, message: str = "no") -> Diagnostic:
    span = Span(
        file="snippets/twice.rs", line=line, column=1, end_line=line, end_column=2, primary=True
    )
    return Diagnostic(level="error", message=message, code=code, spans=(span,))


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    folder = tmp_path / "x06-give-back"
    (folder / "snippets").mkdir(parents=True)
    (folder / "src").mkdir()
    (folder / "Cargo.toml").write_text(CRATE, encoding="utf-8")
    (folder / "snippets" / "twice.rs").write_text(FAILS, encoding="utf-8")
    (folder / "snippets" / "once.pass.rs").write_text(PASSES, encoding="utf-8")
    return dataclasses.replace(X06, folder=folder)


def judged(exercise: Exercise, *errors: Diagnostic) -> Judged:
    known = snippets.read(exercise)
    ok = Build(ending="built")
    builds = {"twice": Build(ending="failed", diagnostics=errors), "once_pass": ok}
    return snippets.judge(known, builds)[1]


def test_the_code_must_stand_on_the_marked_line(exercise: Exercise) -> None:
    assert judged(exercise, error(4, "E0382")).check.outcome == "passed"
    assert judged(exercise, error(4, "E0505")).check.outcome == "passed"
    elsewhere = judged(exercise, error(2, "E0382"))
    assert elsewhere.check.outcome == "failed"
    assert elsewhere.evidence is not None
    assert elsewhere.evidence.kind == "wrong_error"
    assert elsewhere.check.message.startswith("line 4 compiles, and it must not")
    other = judged(exercise, error(4, "E0308")).check
    assert other.outcome == "failed"
    assert other.message.startswith("in line 4 rustc must say E0382 or E0505; it says")


def test_what_compiles_and_must_not_is_evidence(exercise: Exercise) -> None:
    found = judged(exercise)

    assert found.check.name == "rustc refuses: A token cannot be copied."
    assert found.evidence is not None
    assert (found.evidence.kind, found.evidence.step) == ("compiles", "twice.rs")


def test_a_word_stands_for_an_error_without_code(exercise: Exercise) -> None:
    text = FAILS.replace("E0382,E0505", "lifetime may not live")
    (exercise.folder / "snippets" / "twice.rs").write_text(text, encoding="utf-8")

    said = error(4, None, "lifetime may not live long enough")
    assert judged(exercise, said).check.outcome == "passed"


@pytest.mark.parametrize(
    ("file", "text"), [("twice.rs", PASSES), ("once.pass.rs", FAILS)], ids=["unmarked", "marked"]
)
def test_marks_and_names_must_fit(exercise: Exercise, file: str, text: str) -> None:
    (exercise.folder / "snippets" / file).write_text(text, encoding="utf-8")

    with pytest.raises(ExerciseError, match="do not fit"):
        snippets.read(exercise)


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("pub struct Token;", ["passed", "passed"]),
        ("#[derive(Clone, Copy)] pub struct Token;", ["passed", "failed"]),
        ("pub struct Other;", ["failed", "failed"]),
        ("mod inner { pub struct Token; } pub use inner::Token;", ["passed", "passed"]),
    ],
    ids=["right", "copied", "absent", "re-exported"],
)
def test_rustc_is_asked(exercise: Exercise, text: str, outcomes: list[str]) -> None:
    lab = Lab.open()

    found = lab.refused(Submission(exercise=exercise, text=text))

    assert [one.check.outcome for one in found] == outcomes, found
    assert lab.refused(Submission(exercise=exercise, text=text)) == found
