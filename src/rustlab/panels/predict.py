"""Predictions by mouse or keyboard: a group of choices for each question."""

from __future__ import annotations

import contextlib

import ipywidgets as widgets

from rustlab.exercise import answers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Question
from rustlab.panels.acts import Acts, Foot, Panel
from rustlab.show.papers import question_html


class PredictPanel(Panel):
    """Each question with its choices; one button hands all of them in."""

    words = "choices, hints, a check"

    def __init__(
        self, exercise: Exercise, acts: Acts, questions: tuple[Question, ...], answer: str
    ) -> None:
        chosen: dict[str, int] = {}
        with contextlib.suppress(answers.Unreadable):  # a slip of the hand in the file
            chosen = answers.choices(answer, questions)
        self._acts = acts
        self.choices = {one.id: _choices(one, chosen.get(one.id)) for one in questions}
        self.foot = Foot(exercise, acts, "Hand in my predictions")
        self.foot.check_button.on_click(lambda _: self.hand_in())
        asked = [_asked(one, self.choices[one.id]) for one in questions]
        super().__init__(exercise, [*asked, self.foot])

    def hand_in(self) -> None:
        """Judge what is chosen so far."""
        chosen = {k: box.index for k, box in self.choices.items() if box.index is not None}
        self.foot.judge(lambda: self._acts.submit(answers.choices_text(chosen)))


def _choices(question: Question, chosen: int | None) -> widgets.RadioButtons:
    letters = zip(answers.LETTERS, question.choices, strict=False)
    options = [f"{letter}: {choice}" for letter, choice in letters]
    wide = widgets.Layout(width="auto")
    return widgets.RadioButtons(options=options, index=chosen, layout=wide)


def _asked(question: Question, choices: widgets.RadioButtons) -> widgets.VBox:
    return widgets.VBox([widgets.HTML(question_html(question)), choices])
