"""An `%%exercise` cell of a page holds the starter of that exercise, word for word."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from rustlab.data import locate
from rustlab.exercise import catalog

BOOK = Path(__file__).parents[2] / "book"
MAGIC = "%%exercise "


def submissions(page: Path) -> list[tuple[str, str]]:
    """(exercise, text) of each submission cell."""
    cells = jupytext.reads(page.read_text(encoding="utf-8"), fmt="md:myst").cells
    heads = [cell.source.partition("\n") for cell in cells if cell.source.startswith(MAGIC)]
    return [(head.removeprefix(MAGIC).split()[0], text) for head, _, text in heads]


FOUND = [(name, text) for page in sorted(BOOK.rglob("*.md")) for name, text in submissions(page)]


def test_x06_has_its_page() -> None:
    assert "X06" in [name for name, _ in FOUND]


@pytest.mark.parametrize(("name", "text"), FOUND, ids=[name for name, _ in FOUND])
def test_the_cell_is_the_starter(name: str, text: str) -> None:
    known = {exercise.id: exercise for exercise in catalog.load(locate())}
    assert text.strip() == catalog.starter(known[name]).strip()


def test_every_exercise_names_a_page_that_submits_it() -> None:
    for exercise in catalog.load(locate()):
        assert exercise.id in [name for name, _ in submissions(BOOK / exercise.page)]
