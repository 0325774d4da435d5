"""A real check: the text is built by cargo and examined in fresh children."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.lab import Lab

Judge = Callable[..., Verdict]


@pytest.fixture(scope="session")
def x06() -> Exercise:
    return catalog.load(data.locate()).find("X06")


@pytest.fixture
def judge(x06: Exercise, tmp_path: Path) -> Judge:
    """Judge a text as `rustlab check --file` does, outside of any learner's folder."""

    def judged(text: str, python: Path | None = None) -> Verdict:
        file = tmp_path / "an answer ü.rs"
        file.write_text(text, encoding="utf-8")
        return Lab.open(python).check(x06, file)

    return judged
