"""Lines to put in order, by mouse or keyboard: every move is a button that keeps the focus."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets

from rustlab.exercise import answers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Line, Puzzle
from rustlab.panels.acts import Acts, Foot, Panel, button
from rustlab.show.html import drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line with its three buttons."""

    line: Line
    up: widgets.Button
    down: widgets.Button
    use: widgets.Button
    box: widgets.HBox


class OrderPanel(Panel):
    """The lines that are used, in order, and below them those that are not."""

    words = "lines to put in order, hints, a check"

    def __init__(
        self, exercise: Exercise, acts: Acts, puzzle: Puzzle, mixed: tuple[Line, ...], answer: str
    ) -> None:
        self.used: list[str] = []
        with contextlib.suppress(answers.Unreadable):
            self.used = [name for name in answers.order(answer) if puzzle.line(name)]
        self._acts, self._mixed = acts, [line.id for line in mixed]
        self.rows = {line.id: self._row(line) for line in mixed}
        self._chosen, self._left = widgets.VBox(), widgets.VBox()
        self.foot = Foot(exercise, acts, "Check this order")
        self.foot.check_button.on_click(lambda _: self.hand_in())
        above, below = _around(puzzle.above), _around(puzzle.below)
        rest = widgets.HTML("<p>Lines that are left; some may not belong at all:</p>")
        super().__init__(exercise, [above, self._chosen, below, rest, self._left, self.foot])
        self._draw()

    def hand_in(self) -> None:
        """Judge the lines that are used, in their order."""
        order = tuple(self.used)
        self.foot.judge(lambda: self._acts.submit(answers.order_text(order)))

    def move(self, name: str, by: int) -> None:
        """Move a used line up or down."""
        old = self.used.index(name)
        new = max(0, min(len(self.used) - 1, old + by))
        self.used.insert(new, self.used.pop(old))
        self._draw()
        (self.rows[name].up if by < 0 else self.rows[name].down).focus()

    def toggle(self, name: str) -> None:
        """Use a line, at the end, or leave it out."""
        if name in self.used:
            self.used.remove(name)
        else:
            self.used.append(name)
        self._draw()
        self.rows[name].use.focus()

    def _row(self, line: Line) -> Row:
        up = _button("↑", f"move {line.id} up", lambda: self.move(line.id, -1))
        down = _button("↓", f"move {line.id} down", lambda: self.move(line.id, 1))
        use = _button("use", f"use {line.id}, or leave it out", lambda: self.toggle(line.id), "5em")
        text = widgets.HTML(drawing(line.text.strip("\n"), line.id))
        return Row(line=line, up=up, down=down, use=use, box=widgets.HBox([use, up, down, text]))

    def _draw(self) -> None:
        for name, row in self.rows.items():
            used = name in self.used
            row.use.description = "leave" if used else "use"
            row.up.disabled = row.down.disabled = not used
        self._chosen.children = [self.rows[name].box for name in self.used]
        self._left.children = [self.rows[n].box for n in self._mixed if n not in self.used]


def _button(
    words: str, tooltip: str, act: Callable[[], None], width: str = "3em"
) -> widgets.Button:
    made = button(words, tooltip, width)
    made.on_click(lambda _: act())
    return made


def _around(text: str) -> widgets.HTML:
    return widgets.HTML(drawing(text.strip("\n"), "text around your lines") if text else "")
