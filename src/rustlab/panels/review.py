"""A review by mouse or keyboard: a line, a reason, a list of findings."""

from __future__ import annotations

import contextlib

import ipywidgets as widgets

from rustlab.exercise import answers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Review
from rustlab.panels.acts import Acts, Foot, Panel, button
from rustlab.show.html import drawing
from rustlab.show.papers import numbered


class ReviewPanel(Panel):
    """The text with numbers, what was found so far, and a row that adds to it."""

    words = "findings with line and reason, hints, a check"

    def __init__(self, exercise: Exercise, acts: Acts, review: Review, answer: str) -> None:
        self.found: list[tuple[int, str]] = []
        keys = tuple(key for key, _ in review.reasons)
        with contextlib.suppress(answers.Unreadable):
            self.found = list(answers.findings(answer, keys))
        self._acts, self._words = acts, dict(review.reasons)
        last = len(review.text.splitlines())
        self.line = widgets.BoundedIntText(value=1, min=1, max=last, description="line")
        options = [(words, key) for key, words in review.reasons]
        wide = widgets.Layout(width="40em")
        self.reason = widgets.Dropdown(options=options, description="reason", layout=wide)
        self.add_button = button("Add this finding", "Add line and reason to your findings")
        self.add_button.on_click(lambda _: self.add())
        self._list = widgets.VBox()
        self.foot = Foot(exercise, acts, "Hand in my review")
        self.foot.check_button.on_click(lambda _: self.hand_in())
        listing = drawing("\n".join(numbered(review.text)), "the text to review")
        entry = widgets.HBox([self.line, self.reason, self.add_button])
        super().__init__(exercise, [widgets.HTML(listing), entry, self._list, self.foot])
        self._draw()

    def add(self) -> None:
        """Add what the row says."""
        finding = (self.line.value, self.reason.value)
        if finding not in self.found:
            self.found = sorted([*self.found, finding])
        self._draw()
        self.line.focus()

    def remove(self, finding: tuple[int, str]) -> None:
        """Take a finding back."""
        self.found.remove(finding)
        self._draw()
        self.add_button.focus()

    def hand_in(self) -> None:
        """Judge the findings so far."""
        found = list(self.found)
        self.foot.judge(lambda: self._acts.submit(answers.findings_text(found)))

    def _draw(self) -> None:
        self._list.children = [self._row(finding) for finding in self.found]

    def _row(self, finding: tuple[int, str]) -> widgets.HBox:
        line, key = finding
        take_back = button("remove", f"take the finding in line {line} back", "6em")
        take_back.on_click(lambda _: self.remove(finding))
        return widgets.HBox([take_back, widgets.Label(f"line {line}: {self._words[key]}")])
