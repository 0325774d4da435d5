"""The map of exercises in text, as a drawing with links, and as a table."""

from __future__ import annotations

import dataclasses

from rustlab.exercise.ladder import Tried, ladder
from rustlab.show import bundle, record
from tests.show.test_card import X06
from tests.show.test_html import read

X07 = dataclasses.replace(X06, id="X07", title="Over", needs=("X06",), page="part/seven.md")
X41 = dataclasses.replace(X06, id="X41", title="A port", stage=11, needs=("X07", "X99"))
RUNGS = ladder((X06, X07, X41), {"X06": Tried(attempts=3, passed=True, hints=1, solution="after")})
SHOWN = bundle.progress(RUNGS, "../")


def test_the_text_says_what_is_done_and_what_comes_next() -> None:
    assert SHOWN["text/plain"] == (
        "1 of 3 exercises done\n"
        "next: X07 Over (about 20 minutes)\n"
        "\nReferences\n"
        "  X06  done  Give <back> (3 tried, 1 hint, solution seen after success)\n"
        "  X07  next  Over\n"
        "\nPorts\n"
        "  X41  later A port (after X07)"
    )
    assert SHOWN[record.MIME] == {"schema": 1, "kind": "progress", "done": 1, "of": 3}


def test_a_box_is_a_link_with_words_for_who_does_not_see_it() -> None:
    links = [attrs for tag, attrs in read(SHOWN["text/html"]).tags if tag == "a"]

    assert links == [
        {"href": "../book/part/seven.md", "aria-label": "X07 Over (about 20 minutes): next"}
    ]
    assert "X06 Give &lt;back&gt; (about 20 minutes): done" in SHOWN["text/html"]


def test_each_need_that_is_there_is_a_line() -> None:
    assert SHOWN["text/html"].count("<path ") == 2


def test_the_table_has_a_row_for_each() -> None:
    heads = [attrs.get("scope") for tag, attrs in read(SHOWN["text/html"]).tags if tag == "th"]

    assert heads == ["col", "col", "col", "row", "row", "row"]
