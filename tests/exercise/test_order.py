"""What a wrong order of lines is told: the lines to move, the first broken pair, the reason."""

from __future__ import annotations

import random

import pytest

from rustlab import data
from rustlab.exercise import catalog, papers
from rustlab.exercise.order import slip
from rustlab.exercise.paper import Because, Line, Puzzle

LINES = tuple(Line(id=name, text=f"{name};") for name in "abcdef")
CHAIN = Puzzle(
    above="",
    below="",
    lines=LINES,
    before=tuple(zip("abcde", "bcdef", strict=True)),
    because=(Because(above=("e",), below=("f",), why="It ends here.", idea="B47"),),
)
PUZZLES = {
    one.id: puzzle
    for one in catalog.load(data.locate())
    if one.kind == "parsons" and isinstance(puzzle := papers.read(one), Puzzle)
}


def test_a_right_order_is_told_nothing() -> None:
    assert slip(CHAIN.wanted, CHAIN) is None
    assert slip(tuple("ace"), CHAIN) is None  # what is missing is another check's business


def test_the_one_line_that_was_moved_is_named_and_no_other() -> None:
    found = slip(tuple("fabcde"), CHAIN)

    assert found is not None
    assert (found.moved, found.idea) == (("f",), "B47")
    assert found.told == "`f` is in the wrong place: it must stand below `e`. It ends here."


def test_of_several_the_first_is_explained() -> None:
    found = slip(tuple("bacdfe"), CHAIN)

    assert found is not None
    assert len(found.moved) == 2
    assert found.told.startswith("2 lines are in the wrong place (`b`, ")
    assert "begin with `b`, which must stand below `a`" in found.told


def test_the_nearest_right_order_is_the_measure() -> None:
    other = Puzzle(
        above="", below="", lines=LINES, before=CHAIN.before, accepted=(tuple("defabc"),)
    )

    found = slip(tuple("efabcd"), other)

    assert found is not None
    assert (found.moved, found.other, found.above) == (("d",), "e", True)


@pytest.mark.parametrize("name", PUZZLES)
def test_every_pair_that_a_learner_can_break_has_a_reason(name: str) -> None:
    puzzle = PUZZLES[name]
    rng = random.Random(name)
    wrong = [rng.sample(puzzle.wanted, len(puzzle.wanted)) for _ in range(200)]

    slips = [found for order in wrong if (found := slip(tuple(order), puzzle))]

    assert len(slips) > 150
    assert all(one.why for one in slips), next(one for one in slips if not one.why)
    assert all(line.why for line in puzzle.lines if line.distractor)
