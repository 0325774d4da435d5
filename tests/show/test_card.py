"""The card of an exercise."""

from __future__ import annotations

from pathlib import Path

from rustlab.exercise.exercise import Exercise
from rustlab.show import bundle, record
from rustlab.show.card import Card
from tests.show.test_html import read

X06 = Exercise(
    id="X06", title="Give <back>", stage=1, kind="implement", goal="", minutes=20, needs=(),
    introduces=(), uses=(), unsafe_budget=3, probes=(), oracle="",
    hints=("first `hint`", "second", "third"), folder=Path("x06-give-back"),
)  # fmt: skip
CARD = Card(exercise=X06, statement="Return `obj`.\n\n- one\n- two\n", place="exercises/lib.rs")


def test_the_card_says_what_to_do_and_where() -> None:
    shown = bundle.card(CARD)

    assert shown["text/plain"].startswith("X06: Give <back> (about 20 minutes)\n\nReturn `obj`.")
    assert "`exercises/lib.rs`" in shown["text/plain"]
    assert shown[record.MIME] == {"schema": 1, "kind": "exercise", "exercise": "X06"}


def test_hints_open_one_after_the_other() -> None:
    html = bundle.card(CARD)["text/html"]
    page = read(html)

    assert [w for w in page.words if w.startswith("Hint")] == [
        "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3",
    ]  # fmt: skip
    assert html.count("</div></details></div></details></div></details>") == 1
    assert "Give &lt;back&gt;" in html


def test_a_card_outside_of_a_learners_folder_names_no_file() -> None:
    shown = bundle.card(Card(exercise=X06, statement="Do it."))

    assert "rustlab check" not in shown["text/plain"]
