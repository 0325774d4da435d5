"""Ctrl-C, or a sudden end, at every line of what writes a learner's files: nothing is lost."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from rustlab import data
from rustlab.exercise import catalog, progress, submission
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.exercise.progress import Progress

OLD, NEW = "fn old() {}\n", "fn new() {}\n"
X06 = catalog.load(data.locate()).find("X06")
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="a sudden end needs fork here")


def ctrl_c() -> None:
    raise KeyboardInterrupt


def interrupted(
    line: int,
    act: Callable[[], object],
    where: ModuleType = submission,
    end: Callable[[], None] = ctrl_c,
) -> bool:
    """Whether Ctrl-C came: at this line of a module, counted from the call on."""
    passed = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal passed
        if frame.f_code.co_filename != where.__file__:
            return None
        if event == "line":
            passed += 1
            if passed == line:
                end()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def ended(line: int, act: Callable[[], object]) -> bool:
    """Whether a process that is gone at this line had not come to the end."""
    child = os.fork()
    if child == 0:
        interrupted(line, act, end=lambda: os._exit(9))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def kept(home: Path, exercise: Exercise) -> set[str]:
    """Every text that is somewhere in the learner's folder, whole."""
    found = [*submission.history_of(home, exercise).glob("[0-9]*.rs")]
    found += submission.place_of(home, exercise).parent.glob("*.rs")
    return {path.read_text(encoding="utf-8") for path in found}


@pytest.mark.parametrize("what", ["save", "reset"])
@pytest.mark.parametrize("stop", [interrupted, pytest.param(ended, marks=FORKS)])
def test_at_every_line_nothing_is_lost(
    stop: Callable[[int, Callable[[], object]], bool], what: str, tmp_path: Path
) -> None:
    begin = catalog.starter(X06)
    line, went_on = 0, True
    while went_on:
        line += 1
        home = tmp_path / str(line)
        place = submission.place_of(home, X06)
        place.parent.mkdir(parents=True)
        place.write_text(OLD, encoding="utf-8")

        def act(home: Path = home) -> object:
            return (
                submission.reset(home, X06) if what == "reset" else submission.save(home, X06, NEW)
            )

        went_on = stop(line, act)

        wanted = begin if what == "reset" else NEW
        assert place.read_text(encoding="utf-8") in {OLD, wanted}
        assert OLD in kept(home, X06)
        assert kept(home, X06) <= {OLD, wanted}, "half a text"
        act()
        assert place.read_text(encoding="utf-8") == wanted
        assert {OLD, wanted} <= kept(home, X06)
        assert stop is ended or not list(home.rglob("*.part"))

    assert line > 40, "there were lines to stop at"


def test_at_every_line_the_progress_stays_whole(tmp_path: Path) -> None:
    verdict = Verdict(exercise="X06", outcome="not_yet")
    line, went_on = 0, True
    while went_on:
        line += 1
        done = Progress(home=tmp_path / str(line))

        went_on = interrupted(line, partial(done.record, verdict, "one"), where=progress)

        assert done.standing("X06").attempts in {0, 1}
        done.record(verdict, "two")
        assert done.standing("X06").attempts in {1, 2}

    assert line > 10, "there were lines to stop at"
