"""A page laid beside its golden: every difference has a cell and a reason."""

from __future__ import annotations

from collections import Counter

import pytest

from rustlab.book.compare import differ, stand
from rustlab.book.golden import Entry, Golden
from rustlab.book.reading import CodeCell, assertions, key_of

PAGE = ("x = 1", "assert x == 1\nassert x", "print(x)")


def cells(sources: tuple[str, ...]) -> tuple[CodeCell, ...]:
    seen: Counter[str] = Counter()
    return tuple(
        CodeCell(number=n, line=1, source=s, key=key_of(s, seen)) for n, s in enumerate(sources)
    )


GOLDEN = Golden(
    page="p",
    entries=tuple(
        Entry(key=cell.key, cell=cell.title, asserts=assertions(cell.source))
        for cell in cells(PAGE)
    ),
)


@pytest.mark.parametrize(
    ("sources", "found", "gone"),
    [
        (PAGE, {}, 0),
        (("x = 2", *PAGE[1:]), {0: "edited"}, 0),
        ((PAGE[0], "assert x == 1", PAGE[2]), {1: "assertion-gone"}, 0),
        ((PAGE[0], "x == 1", PAGE[2]), {1: "assertion-gone"}, 0),
        ((PAGE[0], "assert x == 1\nassert x > 0", PAGE[2]), {1: "edited"}, 0),
        ((*PAGE[:2], " \n"), {2: "emptied"}, 0),
        ((PAGE[0], PAGE[2]), {}, 1),
        ((*PAGE, "y = 1"), {3: "new"}, 0),
        ((PAGE[1], PAGE[0], PAGE[2]), {0: "moved"}, 0),
        ((*PAGE, PAGE[2]), {3: "new"}, 0),
    ],
)
def test_standing(sources: tuple[str, ...], found: dict[int, str], gone: int) -> None:
    standing = stand(cells(sources), GOLDEN)

    assert {number: finding.reason for number, finding in standing.cells} == found
    assert [finding.reason for finding in standing.page] == ["gone"] * gone


def test_an_assertion_that_went_is_quoted() -> None:
    standing = stand(cells((PAGE[0], "assert x == 1", PAGE[2])), GOLDEN)
    assert standing.cells[0][1].message == "an assertion went: `assert x`"


@pytest.mark.parametrize(
    ("expected", "got", "line"),
    [
        ([{"stdout": "1\n"}], [{"stdout": "2\n"}], "+  2"),
        ([], [{"stdout": "2\n"}], "-(no output)"),
        ([{"stdout": "1\n"}], [], "+(no output)"),
        ([{"result": {"text/plain": "1"}}], [{"display": {"text/plain": "1"}}], "+display:"),
        ([{"stdout": "1\n"}], [{"stdout": "1"}], "without a line end"),
        ([{"stdout": "1"}, {"stderr": "2"}], [{"stderr": "2"}, {"stdout": "1"}], "+stderr:"),
    ],
)
def test_a_difference_shows_both_sides(
    expected: list[dict[str, str]], got: list[dict[str, str]], line: str
) -> None:
    found = differ(expected, got)
    assert found is not None
    assert found.reason == "changed-output"
    assert line in found.message


def test_equal_outputs_are_no_finding() -> None:
    assert differ([{"stdout": "1\n"}], [{"stdout": "1\n"}]) is None
