"""The exercise card with buttons (ipywidgets): hints step by step, a check with its verdict.

Without ipywidgets, or in a frontend that draws none, the card of `show.card` says the same in text.
Nothing here runs while the kernel is busy: a click is handled between two cells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets

from rustlab.cargo.build import Build, Progress
from rustlab.errors import RustlabError
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.show import html
from rustlab.show.verdict import verdict_html

Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What the buttons do; the panel itself knows neither folders nor tools."""

    hint: Callable[[], tuple[int, str]]  # the next hint and its number
    check: Callable[[Told], Verdict]  # judge the learner's file


class ExercisePanel(widgets.VBox):  # type: ignore[misc, unused-ignore]
    """Hint and check of one exercise."""

    def __init__(self, exercise: Exercise, acts: Acts) -> None:
        self._exercise, self._acts = exercise, acts
        self.hint_button = widgets.Button(
            description="Next hint", tooltip="Show the next of three hints"
        )
        self.check_button = widgets.Button(
            description="Check my file", tooltip="Build and check the file in your folder"
        )
        self.status = widgets.Label(value="")
        self.view = widgets.HTML()
        self.hint_button.on_click(lambda _: self.show_hint())
        self.check_button.on_click(lambda _: self.show_verdict())
        super().__init__(
            [widgets.HBox([self.hint_button, self.check_button, self.status]), self.view]
        )

    def show_hint(self) -> None:
        """Show the next hint."""
        number, words = self._acts.hint()
        of = len(self._exercise.hints)
        head = html.heading(f"Hint {number} of {of}")
        self.view.value = html.box(
            f"{head}<p>{html.inline(words)}</p>", kind="rl-card", label=f"hint {number}"
        )

    def show_verdict(self) -> None:
        """Check the file of the learner's folder; the buttons rest meanwhile."""
        self.hint_button.disabled = self.check_button.disabled = True
        try:
            self.view.value = self._verdict()
        finally:
            self.status.value = ""
            self.hint_button.disabled = self.check_button.disabled = False

    def _verdict(self) -> str:
        try:
            verdict = self._acts.check(self._told)
        except RustlabError as error:
            return html.box(
                html.heading(error.message, "rl-head-bad") + html.hint(error.hint),
                kind="rl-bad",
                label="not checked",
            )
        said = tuple(d for d in verdict.diagnostics if d.code != "unsafe_code")
        built = html.failed_html(Build(ending="failed", diagnostics=said)) if said else ""
        return built + verdict_html(verdict, self._exercise.title)

    def _told(self, progress: Progress) -> None:
        self.status.value = f"{progress.step} ({progress.seconds:.0f} s)"
