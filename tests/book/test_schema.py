"""The front matter of pages: what is wrong is named by file and key."""

from __future__ import annotations

import pytest

from rustlab.book.schema import PageHeader, read_header
from rustlab.errors import BookError

GOOD = {"minutes": 10, "goals": ["run a cell"], "introduces": ["cell"], "uses": []}


def check(change: dict[str, object], key: str) -> None:
    block = {k: v for k, v in {**GOOD, **change}.items() if v is not None}
    with pytest.raises(BookError) as caught:
        read_header({"title": "A page", "rustlab": block}, "book/a.md")
    assert f"`{key}` in the front matter of `book/a.md`" in str(caught.value)
    assert "hint: write rustlab: {minutes: 10" in str(caught.value)


def test_a_good_header_becomes_a_value() -> None:
    header = read_header({"title": "A page", "rustlab": GOOD}, "book/a.md")

    assert header == PageHeader(
        title="A page", minutes=10, goals=("run a cell",), introduces=("cell",), uses=()
    )


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"minutes": None}, "rustlab.minutes"),
        ({"minutes": "10"}, "rustlab.minutes"),
        ({"minutes": True}, "rustlab.minutes"),
        ({"minutes": 0}, "rustlab.minutes"),
        ({"goals": None}, "rustlab.goals"),
        ({"goals": []}, "rustlab.goals"),
        ({"goals": "run a cell"}, "rustlab.goals"),
        ({"introduces": [1]}, "rustlab.introduces"),
        ({"uses": ["cell", "cell"]}, "rustlab.uses"),
        ({"minuts": 10}, "rustlab.minuts"),
    ],
)
def test_a_wrong_header_names_the_key(change: dict[str, object], key: str) -> None:
    check(change, key)


@pytest.mark.parametrize("metadata", [{}, {"title": "A page"}, {"title": " ", "rustlab": GOOD}])
def test_title_and_block_are_needed(metadata: dict[str, object]) -> None:
    with pytest.raises(BookError, match="is missing"):
        read_header(metadata, "book/a.md")
