"""An exercise in a notebook: the card, a cell as answer, the verdict, progress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rustlab.data import locate
from rustlab.exercise import catalog
from tests.front.kernels import Kernel, kernel

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("exercises")]

X06 = catalog.load(locate()).find("X06")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "my föld er"
    (folder / ".rustlab").mkdir(parents=True)
    return folder


@pytest.fixture
def notebook(home: Path) -> Iterator[Kernel]:
    with kernel(home) as running:
        yield running


def test_a_card_shows_the_task(notebook: Kernel) -> None:
    reply = notebook.run("%exercise x06")

    assert reply.ok, reply.text
    assert reply.records == [{"schema": 1, "kind": "exercise", "exercise": "X06"}]
    assert X06.title in reply.data[0]["text/html"]


@pytest.mark.parametrize("line", ["%exercise X99", "%exercise", "%%exercise X99\nfn f() {}"])
def test_an_unknown_exercise_is_told(notebook: Kernel, line: str) -> None:
    reply = notebook.run(line)

    assert reply.ename in {"ExerciseError", "UsageError"}
    assert "\n\nhint: " in reply.evalue


def test_from_the_starter_to_the_solution(notebook: Kernel, home: Path) -> None:
    """The cell is saved as the learner's answer, judged and remembered."""
    begun = notebook.run(f"%%exercise X06\n{catalog.starter(X06)}")
    assert begun.ename == "NotYet", begun.text
    assert begun.records[-1]["outcome"] == "not_yet"

    broken = notebook.run('%%exercise X06\nfn f() -> i64 { "x" }')
    assert broken.ename == "NotYet", broken.text
    assert [r["kind"] for r in broken.records] == ["did_not_build", "verdict"]
    assert broken.records[-1]["outcome"] == "did_not_build"

    solved = notebook.run(f"%%exercise X06\n{catalog.solution(X06)}")
    assert solved.ok, solved.text
    assert solved.records[-1]["outcome"] == "passed"
    answer = home / "exercises" / X06.crate / "src" / "lib.rs"
    assert answer.read_text(encoding="utf-8").strip() == catalog.solution(X06).strip()

    progress = notebook.run("%progress")
    exercises = len(catalog.load(locate()).exercises)
    assert progress.records == [{"schema": 1, "kind": "progress", "done": 1, "of": exercises}]
    assert re.search(r"X06 +done", progress.data[0]["text/plain"])
    assert "3 tried" in progress.data[0]["text/plain"]


def test_outside_of_a_learners_folder(shared: Kernel) -> None:
    reply = shared.run("%progress")

    assert reply.ename == "UsageError"
    assert "rustlab init" in reply.evalue
