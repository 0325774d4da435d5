"""An `%%exercise` cell of a page holds the starter of that exercise, word for word."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from rustlab.book.lesson import cards_of
from rustlab.data import locate
from rustlab.exercise import catalog

BOOK = Path(__file__).parents[2] / "book"
MAGIC = "%%exercise "


def submissions(page: Path) -> list[tuple[str, str]]:
    """(exercise, text) of each submission cell."""
    cells = jupytext.reads(page.read_text(encoding="utf-8"), fmt="md:myst").cells
    heads = [cell.source.partition("\n") for cell in cells if cell.source.startswith(MAGIC)]
    return [(head.removeprefix(MAGIC).split()[0], text) for head, _, text in heads]


PAGES = sorted(BOOK.rglob("*.md"))
FOUND = [(name, text) for page in PAGES for name, text in submissions(page)]


def test_x06_has_its_page() -> None:
    assert "X06" in [name for name, _ in FOUND]


@pytest.mark.parametrize(("name", "text"), FOUND, ids=[name for name, _ in FOUND])
def test_the_cell_is_the_starter(name: str, text: str) -> None:
    known = {exercise.id: exercise for exercise in catalog.load(locate())}
    assert text.strip() == catalog.starter(known[name]).strip()


def test_every_exercise_has_one_card_and_every_card_its_exercise() -> None:
    cards = sorted(card for page in PAGES for card in cards_of(page))
    assert cards == sorted(exercise.id for exercise in catalog.load(locate()))


def test_an_exercise_that_names_a_page_is_shown_there() -> None:
    for exercise in catalog.load(locate()):
        if exercise.page:
            assert exercise.id in cards_of(BOOK / exercise.page), exercise.id
