"""`%exercise`, `%%exercise` and `%progress`: the doors of the notebook to the exercises."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from rustlab.cargo.build import Build
from rustlab.errors import ExerciseError, NotYet, UsageError
from rustlab.exercise import catalog, papers, submission
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.exercise.paper import PAPER_KINDS, Puzzle
from rustlab.exercise.progress import Progress
from rustlab.exercise.verdict import brief
from rustlab.lab import Lab
from rustlab.magic.progress import ProgressLine
from rustlab.magic.screen import put, show
from rustlab.show import bundle
from rustlab.show.card import Card


def show_card(line: str, lab: Lab) -> None:
    """Show what is asked; in a learner's folder with buttons for hints and a check."""
    exercise = _find(line, lab)
    home = lab.workspace.home
    drawn = panels_here() if home else None
    put(bundle.card(_card(exercise, lab, panel=drawn is not None)))
    if home and drawn:
        _show_buttons(exercise, lab, home)


def _card(exercise: Exercise, lab: Lab, *, panel: bool) -> Card:
    place = f"exercises/{exercise.crate}/{exercise.answer}" if lab.workspace.home else ""
    paper = papers.read(exercise) if exercise.kind in PAPER_KINDS else None
    mixed = papers.shuffled(exercise, paper) if isinstance(paper, Puzzle) else ()
    said = catalog.statement(exercise)
    return Card(
        exercise=exercise, statement=said, place=place, paper=paper, mixed=mixed, panel=panel
    )


def panels_here() -> ModuleType | None:
    """The cards with buttons; ipywidgets is in the extra `lab`."""
    try:
        from rustlab import panels
    except ImportError:
        return None
    return panels


def _show_buttons(exercise: Exercise, lab: Lab, home: Path) -> None:
    panels = panels_here()
    assert panels is not None
    acts = panels.Acts(
        hint=lambda: _next_hint(exercise, home),
        check=lambda told: told_here(
            lab.check(exercise, submission.place_of(home, exercise), told), home
        ),
        submit=lambda text: _handed_in(exercise, text, lab, home),
        before=lambda: submission.last_try(home, exercise),
    )
    show(panels.of(_card(exercise, lab, panel=True), acts, _answer(exercise, home)))


def _answer(exercise: Exercise, home: Path) -> str:
    """What stands in the learner's file, or what they begin with."""
    try:
        return submission.read(submission.place_of(home, exercise))
    except ExerciseError:
        return catalog.starter(exercise)


def _handed_in(exercise: Exercise, text: str, lab: Lab, home: Path) -> Verdict:
    """Make the text of a card the answer in the learner's folder, and judge it."""
    submission.save(home, exercise, text)
    return told_here(lab.judge(exercise, text), home)


def _next_hint(exercise: Exercise, home: Path) -> tuple[int, str]:
    """The next hint; the third stays. The progress remembers how far it went."""
    progress = Progress(home=home)
    level = min(progress.standing(exercise.id).hints + 1, len(exercise.hints))
    progress.hint_shown(exercise.id, level)
    return level, exercise.hints[level - 1]


def submit(line: str, text: str, lab: Lab) -> None:
    """Save the cell as the learner's answer, build and check it; raise NotYet until it passes."""
    exercise = _find(line, lab)
    if not text.strip():  # half of a cell that was split, say: no answer, and no reason to save it
        raise UsageError(
            "there is no answer in this cell",
            hint=f"write it below the first line; `%exercise {exercise.id}` shows what is asked",
        )
    if lab.workspace.home is not None:
        submission.save(lab.workspace.home, exercise, text)
    with ProgressLine() as progress:
        verdict = lab.judge(exercise, text, progress)
    show_verdict(exercise, told_here(verdict, lab.workspace.home))
    if verdict.outcome != "passed":
        raise NotYet(
            f"{exercise.id} is not solved yet",
            hint=f"change the cell and run it again; `%exercise {exercise.id}` has three hints",
        )


def show_verdict(exercise: Exercise, verdict: Verdict) -> None:
    """The compiler's own words first, then the verdict."""
    said = tuple(d for d in verdict.diagnostics if d.code != "unsafe_code")
    if said:
        put(bundle.failed(Build(ending="failed", diagnostics=said)))
    put(bundle.verdict(verdict, exercise.title))


def told_here(verdict: Verdict, home: Path | None) -> Verdict:
    """The same, brief; its link leads from the notebook's folder, as a frontend reads it."""
    found = verdict.misconception
    if home is None or found is None or not found.link or not Path.cwd().is_relative_to(home):
        return brief(verdict)
    link = Path(os.path.relpath(home / found.link)).as_posix()
    return brief(replace(verdict, misconception=replace(found, link=link)))


def show_progress(lab: Lab) -> None:
    """Show what is done."""
    home = lab.workspace.home
    if home is None:
        raise UsageError(
            "there is no progress here: this is not your rustlab folder",
            hint="make one with `rustlab init my-sprint`, and open it with `rustlab lab my-sprint`",
        )
    here = Path.cwd()
    up = Path(os.path.relpath(home, here)).as_posix() if here.is_relative_to(home) else "."
    put(bundle.progress(Progress(home=home).ladder(catalog.load(lab.data).exercises), f"{up}/"))


def _find(line: str, lab: Lab) -> Exercise:
    if not line.strip():
        raise UsageError("which exercise?", hint="write its name: `%exercise X06`")
    return catalog.load(lab.data).find(line)
