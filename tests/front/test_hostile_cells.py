"""Hostile cells in a real kernel: the notebook lives, says why, and nobody is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.front.kernels import Kernel, Reply

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("hostile")]

CELLS = Path(__file__).with_name("hostile")
MAGIC = {
    "rust": "%%rust hostile\n",
    "raw": "%%rust hostile --raw\n",
    "c": "%%c hostile\n",
    "isolated": "%%isolated\n",
}
# How each cell ends: a word of `--expect`, or the exception that the interpreter makes of it.
ENDS = {
    "abort": "abort",
    "descriptors": "disconnected",
    "exit": "exit",
    "fork": "abort",
    "loop": "killed",
    "memory": "out-of-memory",
    "panic": "abort",
    "panic_drop": "abort",
    "segfault": "crash",
    "stack": "stack-overflow",
}
BESIDES = {
    ("rust", "panic"): "SystemError",  # the trampoline of cpython-api catches it
    ("isolated", "panic"): "SystemError",
    ("isolated", "memory"): "MemoryError",  # Python asks before it takes
    ("isolated", "loop"): "KeyboardInterrupt",  # Python looks for signals
    ("c", "memory"): "crash",  # malloc says NULL, and nobody looks
}
CASES = [(magic, case) for magic in MAGIC for case in ENDS]


def test_every_case_is_written() -> None:
    """Each hostile act in each kind of cell, and no file that nobody runs."""
    found = {(p.parent.name, p.stem) for p in CELLS.glob("*/*")}

    assert found == set(CASES)


@pytest.fixture(scope="module")
def notebook(shared: Kernel) -> Kernel:
    built = shared.run("%%rust bombs\n" + (CELLS / "bombs.rs").read_text(encoding="utf-8"))
    assert built.ok, built.text
    return shared


@pytest.mark.parametrize(("magic", "case"), CASES)
def test_the_notebook_survives(notebook: Kernel, magic: str, case: str) -> None:
    reply = run(notebook, magic, case)

    expected = BESIDES.get((magic, case), ENDS[case])
    assert ending(reply) == expected, reply.text
    assert reply.evalue or reply.ename == "KeyboardInterrupt"
    if reply.ename == "WorkerCrashed":
        assert "\n\nhint: " in reply.evalue
        assert not notebook.left_behind()
    older = notebook.run("add(2, 3)")
    assert older.data == [{"text/plain": "5"}], older.text


def run(notebook: Kernel, magic: str, case: str) -> Reply:
    """Build the module and call it, or run the Python; Ctrl-C where it would not end."""
    (path,) = (CELLS / magic).glob(f"{case}.*")
    cell = MAGIC[magic] + path.read_text(encoding="utf-8")
    if magic != "isolated":
        built = notebook.run(cell)
        assert built.ok, built.text
        cell = "go()"
    message = notebook.start(cell)
    if case == "loop":
        notebook.wait_for_output(message, "looping")
        notebook.interrupt()
    return notebook.wait(message, timeout=60)


def ending(reply: Reply) -> str:
    """The word of the crash, else the name of the exception."""
    assert not reply.ok, reply.text
    if reply.ename != "WorkerCrashed":
        return reply.ename
    (record,) = reply.records
    return str(record["word"])
