"""The card with buttons: a hint at each click, a verdict, and words when nothing can be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.cargo.build import Progress
from rustlab.errors import ExerciseError
from rustlab.exercise.exercise import CheckResult, Exercise, Verdict
from rustlab.panels import Acts, ExercisePanel, Told
from tests.show.values import BORROW

X06 = Exercise(
    id="X06", title="Give back", stage=1, kind="implement", goal="", minutes=20, needs=(),
    introduces=(), uses=(), unsafe_budget=3, probes=(), oracle="",
    hints=("one", "two", "three"), folder=Path("x06-give-back"),
)  # fmt: skip
NOT_YET = Verdict(
    exercise="X06",
    outcome="not_yet",
    checks=(CheckResult(name="leaks nothing", outcome="failed"),),
)


def panel(verdict: Verdict = NOT_YET, steps: list[str] | None = None) -> ExercisePanel:
    seen = iter(range(1, 9))

    def hint() -> tuple[int, str]:
        level = min(next(seen), 3)
        return level, X06.hints[level - 1]

    def check(told: Told) -> Verdict:
        told(Progress(step="Compiling x06", seconds=2.0))
        if steps is not None:
            steps.append(made.status.value)
        return verdict

    made = ExercisePanel(X06, Acts(hint=hint, check=check))
    return made


def test_each_click_shows_the_next_hint() -> None:
    card = panel()
    shown = []
    for _ in range(4):
        card.hint_button.click()
        shown.append([w for w in ("one", "two", "three") if f"<p>{w}</p>" in card.view.value])

    assert shown == [["one"], ["two"], ["three"], ["three"]]
    assert "Hint 3 of 3" in card.view.value


def test_a_check_shows_progress_and_then_the_verdict() -> None:
    steps: list[str] = []
    card = panel(steps=steps)
    card.check_button.click()

    assert steps == ["Compiling x06 (2 s)"]
    assert card.status.value == ""
    assert "X06 Give back: not yet" in card.view.value
    assert not card.check_button.disabled


def test_what_rustc_said_comes_first() -> None:
    broken = Verdict(exercise="X06", outcome="did_not_build", diagnostics=(BORROW,))
    card = panel(broken)
    card.check_button.click()

    said, verdict = card.view.value.split("X06 Give back: does not compile</h4>")
    assert "E0502" in said
    assert "E0502" not in verdict


def test_a_missing_file_is_told() -> None:
    def check(_told: Told) -> Verdict:
        raise ExerciseError("`lib.rs` does not exist", hint="run `rustlab init`")

    card = ExercisePanel(X06, Acts(hint=lambda: (1, "one"), check=check))
    card.check_button.click()

    assert "does not exist" in card.view.value
    assert "rustlab init" in card.view.value
    assert not card.hint_button.disabled


@pytest.mark.parametrize("button", ["hint_button", "check_button"])
def test_buttons_have_words(button: str) -> None:
    widget = getattr(panel(), button)

    assert widget.description
    assert widget.tooltip


def test_where_no_button_is_drawn_words_stand_in_for_it() -> None:
    shown = panel()._repr_mimebundle_()

    assert shown["text/plain"] == (
        "ExercisePanel of X06, with buttons in Lab: hints, a check of your file, what has changed"
    )
