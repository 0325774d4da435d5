"""Predictions, lines in order and reviews with buttons, and their twins in text."""

from __future__ import annotations

import dataclasses

import pytest

from rustlab import panels
from rustlab.exercise.exercise import CheckResult, Verdict
from rustlab.exercise.paper import Decoy, Defect, Line, Paper, Puzzle, Question, Review
from rustlab.panels import Acts, OrderPanel, PredictPanel, ReviewPanel
from rustlab.show.card import Card, card_html, card_text
from tests.front.test_panels import X06

QUESTIONS = (
    Question(id="a", prompt="What comes `first`?", choices=("x", "<y>"), answer=0, why="So."),
    Question(id="b", prompt="And\nthen?", choices=("1", "2"), answer=1, why="", code="# run\nf()"),
)
LINES = (Line(id="l2", text="  two"), Line(id="l1", text="one"), Line(id="bad", text="no"))
PUZZLE = Puzzle(above="fn f() {", below="}", lines=LINES)
REVIEW = Review(
    text="one\ntwo\nthree\n",
    defects=(Defect(id="d", lines=(2, 2), reason="race", why="because"),),
    decoys=(Decoy(lines=(3, 3), why="fine"),),
    reasons=(("race", "two threads"), ("leak", "never given back")),
)
VERDICT = Verdict(
    exercise="X06", outcome="not_yet", checks=(CheckResult(name="it", outcome="failed"),)
)


class Desk:
    """Takes what is handed in."""

    def __init__(self) -> None:
        self.got: list[str] = []

    def acts(self) -> Acts:
        return Acts(hint=lambda: (1, "one"), check=lambda _told: VERDICT, submit=self.submit)

    def submit(self, text: str) -> Verdict:
        self.got.append(text)
        return VERDICT


def card(paper: Paper) -> Card:
    return Card(exercise=X06, statement="Do it.", place="exercises/x/answer.toml", paper=paper,
                mixed=LINES)  # fmt: skip


def test_predictions_are_handed_in_and_come_back() -> None:
    desk = Desk()
    panel = panels.of(card(QUESTIONS), desk.acts(), "[answers]\nb = 1\n")
    assert isinstance(panel, PredictPanel)
    assert panel.choices["b"].index == 1
    panel.choices["a"].index = 0

    panel.foot.check_button.click()

    assert desk.got == ['[answers]\na = "a"\nb = "b"\n']
    assert "not yet" in panel.foot.view.value


def test_what_is_not_chosen_is_not_handed_in() -> None:
    desk = Desk()
    panel = panels.of(card(QUESTIONS), desk.acts(), "broken [")

    panel.foot.check_button.click()

    assert desk.got == ["[answers]\n"]


def test_lines_move_by_buttons() -> None:
    desk = Desk()
    panel = panels.of(card(PUZZLE), desk.acts(), 'order = ["l2", "gone"]')
    assert isinstance(panel, OrderPanel)
    panel.rows["l1"].use.click()
    panel.rows["bad"].use.click()
    panel.rows["l1"].up.click()
    panel.rows["l1"].up.click()
    panel.rows["bad"].use.click()

    panel.foot.check_button.click()

    assert desk.got == ['order = ["l1", "l2"]\n']
    assert panel.rows["bad"].up.disabled
    assert not panel.rows["l2"].down.disabled


def test_findings_are_added_and_taken_back() -> None:
    desk = Desk()
    panel = panels.of(card(REVIEW), desk.acts(), '[[finding]]\nline = 3\nreason = "leak"\n')
    assert isinstance(panel, ReviewPanel)
    panel.line.value, panel.reason.value = 2, "race"
    panel.add_button.click()
    panel.add_button.click()
    panel.remove((3, "leak"))

    panel.foot.check_button.click()

    assert desk.got == ['[[finding]]\nline = 2\nreason = "race"\n']


@pytest.mark.parametrize("paper", [QUESTIONS, PUZZLE, REVIEW], ids=["predict", "order", "review"])
def test_text_and_page_ask_the_same_and_tell_no_answer(paper: Paper) -> None:
    text, page = card_text(card(paper)), card_html(card(paper))

    for said in ("Do it.", "rustlab check X06"):
        assert said in text
    assert "Answer with the buttons" in page
    assert "because" not in text + page
    assert "fine" not in text + page
    assert "<y>" not in page


def test_the_twin_of_a_prediction_shows_code_and_choices() -> None:
    text, page = card_text(card(QUESTIONS)), card_html(card(QUESTIONS))

    assert "    # run\n    f()\n  a: 1\n  b: 2" in text
    assert "# run" in page
    assert "<code>first</code>" in page


def test_an_exercise_with_code_has_its_own_card() -> None:
    plain = dataclasses.replace(card(PUZZLE), paper=None)

    panel = panels.of(
        plain, Acts(hint=lambda: (1, ""), check=lambda _: VERDICT, before=lambda: "-a\n+b"), ""
    )

    panel.diff_button.click()
    assert "-a\n+b" in panel.view.value
