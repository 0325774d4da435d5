"""The map of exercises in text, and as rows of links."""

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


def test_a_box_is_a_link_and_its_state_a_word() -> None:
    page = read(SHOWN["text/html"])

    links = [attrs for tag, attrs in page.tags if tag == "a"]
    assert links == [{"class": "rl-rung rl-next", "href": "../book/part/seven.md"}]
    assert {"X06 · done", "X07 · next", "X41 · later"} <= set(page.words)
    assert "Give &lt;back&gt;" in SHOWN["text/html"]


def test_what_a_box_waits_for_stands_in_it() -> None:
    assert "<small>after X07</small>" in SHOWN["text/html"], "X99 is none that there is"
    assert SHOWN["text/html"].count("<small>") == 2


def test_each_stage_is_a_list() -> None:
    tags = [tag for tag, _ in read(SHOWN["text/html"]).tags]

    assert (tags.count("ul"), tags.count("li")) == (2, 3)
