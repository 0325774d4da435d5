"""Cells that are copied, split, renamed or deleted, and checks that are interrupted.

An exercise is found by the id in the text and by files on disk, never by the cell: what a notebook
does with its cells loses and mixes up nothing. Cell ids are sent as JupyterLab sends them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rustlab.data import locate
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.progress import Progress
from tests.front.kernels import Kernel, kernel

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("exercises")]

X01, X06, X07 = (catalog.load(locate()).find(name) for name in ("X01", "X06", "X07"))
FIRST, SECOND = '[answers]\n# "first"\n', '[answers]\n# "second"\n'


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sprint")
    (folder / ".rustlab").mkdir(parents=True)
    return folder


@pytest.fixture
def notebook(home: Path) -> Iterator[Kernel]:
    with kernel(home) as running:
        yield running


def answer(home: Path, exercise: Exercise) -> str:
    return (home / "exercises" / exercise.crate / exercise.answer).read_text(encoding="utf-8")


def history(home: Path, exercise: Exercise) -> list[str]:
    folder = home / ".rustlab" / "history" / exercise.crate
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*"))]


def test_a_copy_and_its_original_lose_nothing(notebook: Kernel, home: Path) -> None:
    for cell, text in (("a", FIRST), ("a-copy", SECOND), ("a", FIRST)):
        reply = notebook.run(f"%%exercise X01\n{text}", cell=cell)

        assert reply.ename == "NotYet", reply.text
        assert answer(home, X01) == text, "the cell that was run last is the answer"

    assert {FIRST, SECOND} <= set(history(home, X01))


def test_a_split_cell_keeps_the_whole(notebook: Kernel, home: Path) -> None:
    whole = f"{FIRST}# more\n# and more\n"
    notebook.run(f"%%exercise X01\n{whole}", cell="b")

    upper = notebook.run(f"%%exercise X01\n{FIRST}", cell="b")
    lower = notebook.run("# more\n# and more\n", cell="b-lower")
    nothing = notebook.run("%%exercise X01\n\n\n", cell="b-upper")

    assert upper.ename == "NotYet"
    assert lower.ok
    assert nothing.ename == "UsageError", nothing.text
    assert answer(home, X01) == FIRST, "an empty half is no answer"
    assert whole in history(home, X01)


def test_a_cell_with_another_name_is_another_exercise(notebook: Kernel, home: Path) -> None:
    mine = "// mine\nfn f( {}\n"
    notebook.run(f"%%exercise X06\n{mine}", cell="c")

    renamed = notebook.run(f"%%exercise X07\n{mine}// and on\n", cell="c")

    assert renamed.records[-1]["exercise"] == "X07"
    assert answer(home, X06) == mine
    assert answer(home, X07) == f"{mine}// and on\n"
    assert history(home, X07) == [f"{mine}// and on\n"]
    assert Progress(home=home).standing("X06").attempts == 1


def test_a_deleted_cell_takes_nothing_with_it(notebook: Kernel, home: Path) -> None:
    for cell, name, text in (
        ("a", "X01", FIRST),
        ("b", "X06", "fn f( {}\n"),
        ("c", "X07", "fn g( {}\n"),
    ):
        notebook.run(f"%%exercise {name}\n{text}", cell=cell)
    before = {one.id: (answer(home, one), history(home, one)) for one in (X01, X06, X07)}

    notebook.run("1 + 1", cell="d", deleted=("a", "b", "c"))

    assert {one.id: (answer(home, one), history(home, one)) for one in (X01, X06, X07)} == before


def endless(began: Path) -> str:
    """X06, in whose `identity` a file appears and the call never ends."""
    loop = f'let _ = std::fs::write({json.dumps(str(began))}, b""); loop {{}}'
    text = catalog.solution(X06)
    return text.replace("unsafe { Py_NewRef(argument) }", loop + " // argument", 1)


def test_ctrl_c_during_the_probes_keeps_the_text(notebook: Kernel, home: Path) -> None:
    began = home / "began"
    text = endless(began)
    message = notebook.start(f"%%exercise X06\n{text}", cell="e")
    wait_for(began)
    notebook.interrupt()

    reply = notebook.wait(message, timeout=60)

    assert not reply.ok
    assert answer(home, X06) == text
    assert text in history(home, X06)
    assert Progress(home=home).standing("X06").attempts == 0, "nothing was judged"


def test_ctrl_c_during_the_build_keeps_the_text(notebook: Kernel, home: Path) -> None:
    text = f"// {home.name}\n{catalog.solution(X06)}"
    message = notebook.start(f"%%exercise X06\n{text}", cell="f")
    notebook.command_of("rustc")
    notebook.interrupt()

    reply = notebook.wait(message, timeout=60)

    assert answer(home, X06) == text
    assert text in history(home, X06)
    again = notebook.run(f"%%exercise X06\n{text}", cell="f")
    assert again.ok, f"{reply.text}\n{again.text}"
    assert Progress(home=home).standing("X06").passed


def wait_for(file: Path, timeout: float = 120) -> None:
    deadline = time.monotonic() + timeout
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} never came"
        time.sleep(0.02)
