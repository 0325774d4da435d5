"""What an author of an exercise without a tool chain must prove: its key is what really happens."""

from __future__ import annotations

import itertools
import tomllib

import pytest

from rustlab import data
from rustlab.exercise import catalog, papers
from rustlab.exercise.exercise import Exercise, Submission
from rustlab.exercise.paper import PAPER_KINDS, Puzzle, Question, Review
from rustlab.exercise.paper_verdict import judge
from rustlab.exercise.wrong import WrongAnswer, wrong_answers
from rustlab.lab import Lab
from rustlab.source.cell import Cell, Options
from tests.exercise import orders, really

PAPERS = [e for e in catalog.load(data.locate()) if e.kind in PAPER_KINDS]
PUZZLES = [(e, p) for e in PAPERS if isinstance(p := papers.read(e), Puzzle)]
REVIEWS = [(e, p) for e in PAPERS if isinstance(p := papers.read(e), Review)]
QUESTIONS = [
    (question, f"{e.crate}: {question.id}")
    for e in PAPERS
    if isinstance(p := papers.read(e), tuple)
    for question in p
    if question.code
]
WRONG = [(e, wrong, f"{e.crate}: {wrong.name}") for e in PAPERS for wrong in wrong_answers(e)]


def crate(exercise: object) -> str:
    return exercise.crate if isinstance(exercise, Exercise) else ""


@pytest.mark.parametrize("exercise", PAPERS, ids=crate)
def test_starter_and_solution(exercise: Exercise) -> None:
    paper = papers.read(exercise)
    begun = judge(Submission(exercise=exercise, text=catalog.starter(exercise)), paper)
    done = judge(Submission(exercise=exercise, text=catalog.solution(exercise)), paper)

    assert (begun.outcome, begun.misconception) == ("not_yet", None)
    assert done.outcome == "passed", done


@pytest.mark.parametrize("exercise", PAPERS, ids=crate)
def test_there_are_enough_wrong_answers(exercise: Exercise) -> None:
    assert len(wrong_answers(exercise)) >= 3


@pytest.mark.parametrize(
    ("exercise", "wrong"), [case[:2] for case in WRONG], ids=[case[2] for case in WRONG]
)
def test_a_wrong_answer_gets_its_outcome_and_its_idea(
    exercise: Exercise, wrong: WrongAnswer
) -> None:
    verdict = judge(Submission(exercise=exercise, text=wrong.text), papers.read(exercise))

    assert verdict.outcome == wrong.outcomes[0][1], verdict
    found = verdict.misconception.id if verdict.misconception else None
    assert found == wrong.idea, verdict


@pytest.mark.cargo
@pytest.mark.parametrize("question", [q for q, _ in QUESTIONS], ids=[name for _, name in QUESTIONS])
def test_the_right_choice_is_what_really_happens(question: Question) -> None:
    run = really.run(question, Lab.open())

    if question.ends:
        assert run.crash is not None, f"it ended by itself and printed {run.stdout!r}"
        assert run.crash.word == question.ends
        return
    assert run.crash is None, run.crash
    printed = run.stdout.strip().splitlines()
    last = printed[-1] if printed else f"nothing: {run.raised}"
    right = question.choices[question.answer]
    assert last == right
    assert [choice for choice in question.choices if choice == last] == [right]


@pytest.mark.cargo
@pytest.mark.parametrize(("exercise", "puzzle"), PUZZLES, ids=crate)
def test_orders_that_keep_the_pairs_pass_the_real_check(exercise: Exercise, puzzle: Puzzle) -> None:
    told = tomllib.loads((exercise.folder / papers.ORDERS).read_text(encoding="utf-8"))
    assert told["lines"] == papers.orders_key(exercise), "run `python -m tests.exercise.orders`"
    pairs = transitive(set(puzzle.before))
    some = list(orders.some_orders(puzzle.wanted, pairs))[:3]

    verdicts = really.verdicts(
        exercise, puzzle, [puzzle.wanted, *some, *puzzle.accepted], Lab.open()
    )

    assert [verdict.outcome for verdict in verdicts] == ["passed"] * len(verdicts), verdicts


@pytest.mark.cargo
@pytest.mark.parametrize(("exercise", "puzzle"), PUZZLES, ids=crate)
def test_an_order_that_breaks_a_pair_fails_the_real_check(
    exercise: Exercise, puzzle: Puzzle
) -> None:
    pairs = transitive(set(puzzle.before))
    broken = [orders.swapped(puzzle.wanted, pairs, pair) for pair in puzzle.before]

    verdicts = really.verdicts(exercise, puzzle, broken, Lab.open())

    assert "passed" not in [verdict.outcome for verdict in verdicts]


def transitive(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs and all that follow from them."""
    while more := {(a, d) for (a, b), (c, d) in itertools.product(pairs, pairs) if b == c} - pairs:
        pairs = pairs | more
    return pairs


@pytest.mark.parametrize(("exercise", "review"), REVIEWS, ids=crate)
def test_a_review_points_at_lines_that_are_there(exercise: Exercise, review: Review) -> None:
    last = len(review.text.splitlines())
    places = [one.lines for one in (*review.defects, *review.decoys)]

    assert all(1 <= first <= end <= last for first, end in places), exercise.id
    assert len(review.reasons) > len({defect.reason for defect in review.defects})


@pytest.mark.cargo
@pytest.mark.parametrize(("exercise", "review"), REVIEWS, ids=crate)
def test_a_text_under_review_compiles(exercise: Exercise, review: Review) -> None:
    # What rustc says already is nothing to be found by reading.
    built = Lab.open().compile(Cell(source=review.text, options=Options()))

    assert built.ok, [d.rendered for d in built.diagnostics]
    assert not built.diagnostics, exercise.id
