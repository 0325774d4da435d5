"""What a page leaves behind belongs to the text that ran, and to no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.book.executed import unchanged
from rustlab.book.place import open_book
from rustlab.book.reading import read_page


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("# ", "# ", True),
        ("See [the outputs]", "Do see [the outputs]", True),  # prose has no outputs
        ("```{code-cell} ipython3\n", "```{code-cell} ipython3\nnew = 1\n", False),
        ("```{code-cell} ipython3\n", "```{code-cell} ipython3\n1\n```\n\n```{code-cell}\n", False),
    ],
)
def test_a_page_whose_cells_were_edited_while_it_ran_keeps_no_outputs(
    toy: Path, old: str, new: str, *, same: bool
) -> None:
    book = open_book({}, toy)
    path = book.source("index")
    ran = read_page(path, "index")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert unchanged(ran) is same


def test_a_page_that_cannot_be_read_any_more_is_changed(toy: Path) -> None:
    path = open_book({}, toy).source("index")
    ran = read_page(path, "index")
    path.write_text("---\nno: [front matter\n---\n", encoding="utf-8")
    assert not unchanged(ran)
