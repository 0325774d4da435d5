"""One worker: isolated code, its display, its state, its output, its reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from rustlab.errors import WorkerCrashed
from rustlab.run.outcome import Report, Run
from rustlab.run.worker import Worker
from tests.run.conftest import Output, alive

Child = Callable[..., Run]


@pytest.fixture
def worker(tmp_path: Path, output: Output, marked: str) -> Iterator[Worker]:
    found = Worker.start(
        Path(sys.executable),
        workspace_folder=tmp_path,
        on_output=lambda stream, text: output.append((stream, text)),
    )
    yield found
    found.close()


def test_the_last_expression_is_displayed(worker: Worker) -> None:
    assert worker.execute("x = 6\nx * 7").display == (("text/plain", "42"),)
    assert worker.execute("x = 6").display == ()
    assert worker.execute("None").display == ()
    assert worker.execute("").ending == "finished"


def test_rich_displays(worker: Worker) -> None:
    code = """
class Rich:
    def _repr_html_(self): return "<b>x</b>"
    def __repr__(self): return "x"
Rich()
"""

    assert worker.execute(code).display == (("text/plain", "x"), ("text/html", "<b>x</b>"))


def test_state_persists(worker: Worker) -> None:
    worker.execute("import math\ndef area(r): return math.floor(3 * r * r)")

    assert worker.execute("area(2)").display == (("text/plain", "12"),)
    assert worker.execute("area.__module__").display == (("text/plain", "'__main__'"),)


def test_a_traceback_shows_the_lines_of_the_cell(worker: Worker) -> None:
    raised = worker.execute("def f():\n    return 1 / 0\nf()", filename="<cell 7>").raised

    assert raised is not None
    assert (raised.type, raised.message) == ("ZeroDivisionError", "division by zero")
    assert 'File "<cell 7>", line 2, in f\n    return 1 / 0' in raised.traceback
    assert "_worker" not in raised.traceback


def test_our_future_statements_are_not_the_learners(worker: Worker) -> None:
    code = "def f(x: int): pass\nf.__annotations__['x'] is int"

    assert worker.execute(code).display == (("text/plain", "True"),)


def test_output_is_delivered_before_the_reply_in_all_its_forms(
    worker: Worker, output: Output
) -> None:
    code = """
import ctypes, os, sys
print("python", end=" ")
sys.stderr.write("err ")
ctypes.CDLL(None).printf(b"c ")
os.write(1, b"raw ")
"""
    ended = worker.execute(code)

    assert sorted(ended.stdout.split()) == ["c", "python", "raw"]
    assert ended.stderr == "err "
    assert "".join(text for stream, text in output if stream == "stdout") == ended.stdout
    assert worker.execute("1").stdout == ""


def test_reports_survive_a_crash(child: Child) -> None:
    ended = child("report('one', 'passed')\nreport('é', 'failed', 'why', [1])\nsample.abort()")

    assert ended.reports == (
        Report(name="one", outcome="passed"),
        Report(name="é", outcome="failed", message="why", data=[1]),
    )
    assert ended.crash is not None


def test_a_dead_worker_says_so(worker: Worker) -> None:
    assert worker.alive
    worker.execute("import os; os._exit(1)")

    assert not worker.alive


def test_a_worker_that_dies_between_two_requests_is_noticed(worker: Worker) -> None:
    psutil.Process(worker.pid).kill()
    ended = worker.execute("1")

    assert ended.crash is not None
    assert ended.crash.word == "out-of-memory"


def test_closing_leaves_no_process_and_no_file(worker: Worker, tmp_path: Path, marked: str) -> None:
    worker.execute("import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'input()'])")
    worker.close()

    assert not alive(marked)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'libpython is missing' >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(WorkerCrashed, match="libpython is missing"):
        Worker.start(broken, workspace_folder=tmp_path, on_output=lambda *_: None)


def test_nothing_of_the_environment_reaches_the_interpreter(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker.execute("import sys; sys.flags.isolated").display == (("text/plain", "1"),)
    code = "import os; sorted(n for n in os.environ if n.startswith('PYTHON'))"
    assert worker.execute(code).display == (("text/plain", "[]"),)


def test_standard_input_is_empty(worker: Worker) -> None:
    raised = worker.execute("input()").raised

    assert raised is not None
    assert raised.type == "EOFError"


def test_the_argument_of_a_program(tmp_path: Path, marked: str) -> None:
    worker = Worker.start(
        Path(sys.executable),
        workspace_folder=tmp_path,
        on_output=lambda *_: None,
        argument={"é": [1, None]},
    )
    shown = worker.execute("argument").display
    worker.close()

    assert shown == (("text/plain", "{'é': [1, None]}"),)


def test_a_process_that_ends_in_order_between_two_looks_has_not_crashed() -> None:
    worker = object.__new__(Worker)
    ended = SimpleNamespace(wait=lambda _tick: None, poll=lambda: 0)
    worker.__dict__.update(
        _connection=SimpleNamespace(close=lambda: None),
        _child=ended,
        _death=SimpleNamespace(wake=lambda: None, begun=lambda: ended.poll() is not None),
    )

    assert worker.finish() is None
