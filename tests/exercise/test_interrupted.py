"""Ctrl-C at every line of what writes a learner's files: texts stay whole, and none is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from rustlab import data
from rustlab.exercise import catalog, submission
from rustlab.exercise.exercise import Exercise

OLD, NEW = "fn old() {}\n", "fn new() {}\n"
X06 = catalog.load(data.locate()).find("X06")


def interrupted(line: int, act: Callable[[], object]) -> bool:
    """Whether Ctrl-C came: at this line of `submission`, counted from the call on."""
    passed = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal passed
        if frame.f_code.co_filename != submission.__file__:
            return None
        if event == "line":
            passed += 1
            if passed == line:
                raise KeyboardInterrupt
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


def kept(home: Path, exercise: Exercise) -> set[str]:
    """Every text that is somewhere in the learner's folder, whole."""
    found = [*submission.history_of(home, exercise).glob("[0-9]*.rs")]
    found += submission.place_of(home, exercise).parent.glob("*.rs")
    return {path.read_text(encoding="utf-8") for path in found}


@pytest.mark.parametrize("what", ["save", "reset"])
def test_at_every_line_nothing_is_lost(what: str, tmp_path: Path) -> None:
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

        went_on = interrupted(line, act)

        wanted = begin if what == "reset" else NEW
        assert place.read_text(encoding="utf-8") in {OLD, wanted}
        assert OLD in kept(home, X06)
        assert kept(home, X06) <= {OLD, wanted}, "half a text"
        act()
        assert place.read_text(encoding="utf-8") == wanted
        assert {OLD, wanted} <= kept(home, X06)
        assert not list(home.rglob("*.part"))

    assert line > 40, "there were lines to stop at"
