"""The card of an exercise in Rust: hints step by step, a check of the file, what has changed."""

from __future__ import annotations

from rustlab.cargo.build import Progress
from rustlab.errors import RustlabError
from rustlab.exercise.exercise import Exercise
from rustlab.panels.acts import Acts, Foot, Panel, button
from rustlab.show import html


class ExercisePanel(Panel):
    """Hint, check and difference of one exercise."""

    words = "hints, a check of your file, what has changed"

    def __init__(self, exercise: Exercise, acts: Acts) -> None:
        self._acts = acts
        self.diff_button = button("What has changed", "How your file differs from your last try")
        self.foot = Foot(exercise, acts, "Check my file", self.diff_button)
        self.view, self.status = self.foot.view, self.foot.status
        self.hint_button, self.check_button = self.foot.hint_button, self.foot.check_button
        self.check_button.on_click(lambda _: self.show_verdict())
        self.diff_button.on_click(lambda _: self.show_difference())
        super().__init__(exercise, [self.foot])

    def show_verdict(self) -> None:
        """Check the file of the learner's folder."""
        self.foot.judge(lambda: self._acts.check(self._told))

    def show_difference(self) -> None:
        """Show how the file differs from the text that was checked before."""
        try:
            difference = self._acts.before()
        except RustlabError as error:
            difference = f"{error.message}\nhint: {error.hint}"
        told = html.drawing(difference, "the difference") if difference else "<p>Nothing.</p>"
        head = html.heading("Your file and your last try")
        self.view.value = html.box(head + told, kind="rl-card", label="what has changed")

    def _told(self, progress: Progress) -> None:
        self.status.value = f"{progress.step} ({progress.seconds:.0f} s)"
