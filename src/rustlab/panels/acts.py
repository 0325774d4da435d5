"""What the buttons do, and the parts that every panel has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as widgets

from rustlab.cargo.build import Build, Progress
from rustlab.errors import RustlabError
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.show import html
from rustlab.show.verdict import verdict_html

Told = Callable[[Progress], None]


def _nothing(_text: str) -> Verdict:
    raise RustlabError("there is nothing to hand in", hint="edit your file, then check it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What the buttons do; a panel itself knows neither folders nor tools."""

    hint: Callable[[], tuple[int, str]]  # the next hint and its number
    check: Callable[[Told], Verdict]  # judge the learner's file
    submit: Callable[[str], Verdict] = _nothing  # make a text their file, and judge it
    before: Callable[[], str] = str  # how their file differs from the last try


class Panel(widgets.VBox):  # type: ignore[misc, unused-ignore]
    """What every panel is; where no button can be drawn, it says in words what would be there.

    The name of the class comes first: that is what goldens keep of a widget.
    """

    words = "hints and a check"

    def __init__(self, exercise: Exercise, children: Sequence[widgets.Widget]) -> None:
        self.exercise = exercise
        super().__init__(children)

    def __repr__(self) -> str:
        return f"{type(self).__name__} of {self.exercise.id}, with buttons in Lab: {self.words}"


class Foot(widgets.VBox):  # type: ignore[misc, unused-ignore]
    """The buttons below every exercise, and the place where hint and verdict appear."""

    def __init__(self, exercise: Exercise, acts: Acts, check: str, *more: widgets.Button) -> None:
        self.exercise, self._acts = exercise, acts
        self.hint_button = button("Next hint", "Show the next of three hints")
        self.check_button = button(check, "Check and show the verdict")
        self.status = widgets.Label(value="")
        self.view = widgets.HTML()
        self.hint_button.on_click(lambda _: self.show_hint())
        row = widgets.HBox([self.hint_button, self.check_button, *more, self.status])
        super().__init__([row, self.view])

    def show_hint(self) -> None:
        """Show the next hint."""
        number, words = self._acts.hint()
        of = len(self.exercise.hints)
        head = html.heading(f"Hint {number} of {of}")
        self.view.value = html.box(
            f"{head}<p>{html.inline(words)}</p>", kind="rl-card", label=f"hint {number}"
        )

    def judge(self, judged: Callable[[], Verdict]) -> None:
        """Show the verdict; the buttons rest meanwhile."""
        self.hint_button.disabled = self.check_button.disabled = True
        try:
            self.view.value = _shown(judged, self.exercise)
        finally:
            self.status.value = ""
            self.hint_button.disabled = self.check_button.disabled = False


def button(words: str, tooltip: str, width: str = "auto") -> widgets.Button:
    """A button as wide as its words."""
    return widgets.Button(description=words, tooltip=tooltip, layout=widgets.Layout(width=width))


def _shown(judged: Callable[[], Verdict], exercise: Exercise) -> str:
    try:
        verdict = judged()
    except RustlabError as error:
        return html.box(
            html.heading(error.message, "rl-head-bad") + html.hint(error.hint),
            kind="rl-bad",
            label="not checked",
        )
    said = tuple(d for d in verdict.diagnostics if d.code != "unsafe_code")
    built = html.failed_html(Build(ending="failed", diagnostics=said)) if said else ""
    return built + verdict_html(verdict, exercise.title)
