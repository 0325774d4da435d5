"""Predictions, lines in order and reviews: answer and key in, verdict out, no tool chain."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from rustlab.errors import ExerciseError
from rustlab.exercise import answers, catalog, papers
from rustlab.exercise.exercise import CheckResult, Exercise, Submission, Verdict
from rustlab.exercise.paper import Puzzle, Review
from rustlab.exercise.paper_verdict import judge
from tests.exercise.values import X06

QUESTIONS = """
[[question]]
id = "silent"
prompt = "What does Python print?"
language = "python"
code = "print('a')"
choices = ["a", "b", "c"]
answer = 0
why = "It prints a."
ideas = ["", "B17", ""]

[[question]]
id = "second"
prompt = "And now?"
choices = ["yes", "no"]
answer = 1
why = "No."
"""
LINES = """
before = "fn f() {"
after = "}"
[[line]]
id = "a"
text = "    let a = 1;"
[[line]]
id = "b"
text = "    let b = 2;"
[[line]]
id = "x"
text = "    let c = a?;"
distractor = true
idea = "B19"
[[line]]
id = "c"
text = "    use_both(a, b);"
"""
REVIEW = """
[reasons]
race = "two threads may write"
leak = "it is never given back"
[[defect]]
id = "send"
lines = [3, 5]
reason = "race"
why = "Send is a promise."
idea = "B31"
[[defect]]
id = "drop"
lines = [9, 9]
reason = "leak"
why = "Nobody gives it back."
idea = "B14"
[[decoy]]
lines = [7, 7]
why = "This one is right."
"""


def exercise_of(folder: Path, kind: str, file: str, text: str) -> Exercise:
    (folder / file).write_text(text, encoding="utf-8")
    return dataclasses.replace(X06, id="X01", kind=kind, folder=folder)  # type: ignore[arg-type]


@pytest.fixture
def predict(tmp_path: Path) -> Exercise:
    return exercise_of(tmp_path, "predict", "questions.toml", QUESTIONS)


@pytest.fixture
def parsons(tmp_path: Path) -> Exercise:
    return exercise_of(tmp_path, "parsons", "lines.toml", LINES)


@pytest.fixture
def review(tmp_path: Path) -> Exercise:
    (tmp_path / "pr.rs").write_text("line\n" * 12, encoding="utf-8")
    return exercise_of(tmp_path, "review-this-pr", "review.toml", REVIEW)


def verdict(exercise: Exercise, text: str) -> Verdict:
    return judge(Submission(exercise=exercise, text=text), papers.read(exercise))


def outcomes(found: Verdict) -> list[str]:
    return [check.outcome for check in found.checks]


def failed(found: Verdict) -> CheckResult:
    return next(check for check in found.checks if check.outcome == "failed")


@pytest.mark.parametrize("kind", ["predict", "parsons", "review"])
def test_starter_and_solution(kind: str, request: pytest.FixtureRequest) -> None:
    exercise = request.getfixturevalue(kind)

    begun = verdict(exercise, catalog.starter(exercise))
    done = verdict(exercise, catalog.solution(exercise))

    assert (begun.outcome, begun.misconception) == ("not_yet", None)
    assert "passed" not in outcomes(begun)
    assert done.outcome == "passed", done
    assert done.next_hint is None
    assert exercise.answer == "answer.toml"


def test_the_starter_holds_what_is_asked_and_no_answer(predict: Exercise) -> None:
    text = catalog.starter(predict)

    assert "#     print('a')" in text
    assert "# b: b" in text
    assert "It prints a" not in text


def test_a_wrong_prediction_names_its_idea_and_keeps_the_answer_to_itself(
    predict: Exercise,
) -> None:
    found = verdict(predict, '[answers]\nsilent = "b"\nsecond = 1\n')

    assert outcomes(found) == ["failed", "passed"]
    assert found.checks[0].message == "not b: b"
    assert found.misconception is not None
    assert found.misconception.id == "B17"
    assert found.next_hint == "one"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[answers]\nsilent = 3\n", 'takes a letter from "a" to "c"'),
        ("[answers]\nsilent = true\n", "takes a letter"),
        ("[answers]\nother = 1\n", "no question `other`"),
        ("answers = 1\n", "no table"),
        ("[answers\n", "not TOML"),
    ],
)
def test_a_slip_is_told(predict: Exercise, text: str, said: str) -> None:
    found = verdict(predict, text)

    assert (found.outcome, outcomes(found)) == ("not_yet", ["failed"])
    assert said in found.checks[0].message


@pytest.mark.parametrize(
    ("order", "name", "said"),
    [
        (["c", "a", "b"], "the order works", "`c` is in the wrong place: it must stand below `a`"),
        (["a", "c"], "no line is missing", "1 line of those that belong"),
        (["a", "b", "b", "c"], "no line stands twice", "`b` stands twice"),
        (["a", "x", "b", "c"], "every line of yours belongs", "`x` does not belong"),
    ],
)
def test_wrong_orders(
    parsons: Exercise, tmp_path: Path, order: list[str], name: str, said: str
) -> None:
    pairs = 'before = [["a", "c"], ["b", "c"]]\n'
    (tmp_path / "orders.toml").write_text(pairs, encoding="utf-8")

    found = verdict(parsons, f"order = {order}".replace("'", '"'))

    assert failed(found) == CheckResult(name=name, outcome="failed", message=said)
    assert (found.misconception is not None) == ("x" in order)


def test_every_order_that_keeps_the_pairs_is_right(parsons: Exercise, tmp_path: Path) -> None:
    assert verdict(parsons, 'order = ["b", "a", "c"]').outcome == "not_yet"
    pairs = 'before = [["a", "c"], ["b", "c"]]\n'
    (tmp_path / "orders.toml").write_text(pairs, encoding="utf-8")

    assert verdict(parsons, 'order = ["b", "a", "c"]').outcome == "passed"


def test_lines_are_shown_mixed_and_each_time_alike(parsons: Exercise) -> None:
    puzzle = papers.read(parsons)
    assert isinstance(puzzle, Puzzle)

    mixed = papers.shuffled(parsons, puzzle)

    assert mixed == papers.shuffled(parsons, puzzle)
    assert set(mixed) == set(puzzle.lines)
    assert puzzle.text(("b", "a")) == "fn f() {\n    let b = 2;\n    let a = 1;\n}\n"


def findings(*rows: tuple[int, str]) -> str:
    return answers.findings_text(list(rows))


def test_a_review_counts_what_is_found_and_false_alarms(review: Exercise) -> None:
    good = verdict(review, findings((4, "race"), (9, "leak")))
    alarm = verdict(review, findings((4, "race"), (9, "leak"), (1, "leak")))
    decoy = verdict(review, findings((4, "race"), (9, "leak"), (7, "leak")))

    assert good.outcome == "passed"
    assert failed(alarm).message == "nothing is wrong here"
    assert failed(decoy).message == "This one is right."


def test_a_wrong_reason_and_a_missed_defect_name_their_idea(review: Exercise) -> None:
    reason = verdict(review, findings((4, "leak"), (9, "leak")))
    missed = verdict(review, findings((3, "race")))

    assert reason.misconception is not None
    assert missed.misconception is not None
    assert (reason.misconception.id, missed.misconception.id) == ("B31", "B14")
    assert failed(missed).message == "1 of 2"


def test_an_unknown_reason_is_a_slip(review: Exercise) -> None:
    assert "one of race, leak" in verdict(review, findings((4, "else"))).checks[0].message


def test_a_wrong_file_is_named(predict: Exercise, tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(QUESTIONS.replace("answer = 0", "answer = 7"), "utf-8")

    with pytest.raises(ExerciseError, match=r"questions\.toml"):
        papers.read(predict)


def test_reasons_of_defects_are_all_explained(review: Exercise) -> None:
    paper = papers.read(review)

    assert isinstance(paper, Review)
    assert {one.reason for one in paper.defects} <= {key for key, _ in paper.reasons}
