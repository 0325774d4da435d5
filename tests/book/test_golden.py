"""Goldens are read, written and read again; what is wrong with a file is said with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.book.condition import Facts
from rustlab.book.golden import Entry, Golden, Variant, dump, load
from rustlab.errors import BookError

OLD = Facts(python=(3, 13), free_threaded=False, debug=False, platform="linux")
NEW = Facts(python=(3, 14), free_threaded=False, debug=False, platform="linux")
GOLDEN = Golden(
    page="part/one",
    entries=(
        Entry(key="1234567890", cell="x = 1"),
        Entry(
            key="12345e6789.2", cell="x", asserts=("assert x == 1",),
            outputs=({"stdout": "a\n  b \n"}, {"result": {"text/plain": "1"}}),
            variants=(Variant(when="python >= 3.14", outputs=({"stdout": "c\n"},)),),
        ),
    ),
)  # fmt: skip


def check_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "one.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BookError, match=said) as caught:
        load(path, "part/one")
    assert "one.yml" in str(caught.value)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.yml"
    path.write_text(dump(GOLDEN), encoding="utf-8")

    assert load(path, "part/one") == GOLDEN
    assert dump(load(path, "part/one")) == dump(GOLDEN)


def test_every_cell_has_its_outputs_spelled_out() -> None:
    assert "1234567890':\n    cell: x = 1\n    outputs: []\n" in dump(GOLDEN)


def test_the_first_variant_that_holds_counts() -> None:
    entry = GOLDEN.entries[1]
    assert entry.expected(OLD) == entry.outputs
    assert entry.expected(NEW) == ({"stdout": "c\n"},)


def test_before_the_first_bless_there_are_no_entries(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yml", "part/one") == Golden(page="part/one")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "cannot be read"),
        ("", "cannot be read"),
        ("schema: 1\npage: part/one\n", "cannot be read"),
        ("schema: 2\npage: part/one\ncells: {}\n", "is not schema 1"),
        ("schema: 1\npage: part/two\ncells: {}\n", "is not schema 1 of the page `part/one`"),
        ("schema: 1\npage: part/one\ncells:\n  k: {cell: x}\n", "cannot be read"),
        ("schema: 1\npage: part/one\ncells:\n  k: {cell: x, outputs: [], more: 1}\n",
         "unknown key"),
    ],
)  # fmt: skip
def test_a_wrong_golden_is_refused(tmp_path: Path, text: str, said: str) -> None:
    check_refused(tmp_path, text, said)
