"""Exceptions of the worker: type, arguments, chain, notes, frames."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import pytest

from rustlab.run.proxies import ModuleProxy
from rustlab.run.session import Session


def caught(sample: ModuleProxy, function: Any) -> BaseException:
    with pytest.raises(BaseException) as info:  # noqa: PT011 - any
        sample.call(function)
    return info.value


def test_an_exception_class_of_the_module_is_matched(sample: ModuleProxy) -> None:
    with pytest.raises(sample.SampleError) as info:
        sample.fail("why")

    assert isinstance(info.value, ValueError)
    assert info.value.args == ("why",)
    assert type(info.value).__module__ == "sample"
    back = sample.same(info.value)
    assert type(back) is sample.SampleError


def test_a_class_derived_from_one_of_the_module(sample: ModuleProxy) -> None:
    class Mine(sample.SampleError):  # type: ignore[misc, name-defined]
        pass

    def throw() -> NoReturn:
        raise Mine("x")

    error = caught(sample, throw)
    assert type(error) is Mine
    assert error.args == ("x",)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "No such file", "name"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        KeyError("k"),
        ImportError("no", name="n"),
        StopIteration(5),
        ExceptionGroup("several", [ValueError(1), TypeError("t")]),
        KeyboardInterrupt(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_builtin_exceptions_keep_what_they_know(sample: ModuleProxy, error: BaseException) -> None:
    def throw(what: BaseException) -> NoReturn:
        raise what

    with pytest.raises(type(error)) as info:
        sample.call(throw, error)
    assert repr(info.value) == repr(error)
    assert str(info.value) == str(error)
    for name in ("filename", "reason", "value", "name"):
        assert getattr(info.value, name, None) == getattr(error, name, None)


def test_chain_notes_and_attributes(sample: ModuleProxy) -> None:
    def throw() -> NoReturn:
        try:
            _ = {}["first"]  # type: ignore[var-annotated]
        except KeyError as error:
            second = ValueError("second")
            second.add_note("a note")
            second.detail = [1]  # type: ignore[attr-defined]
            raise second from error

    error: Any = caught(sample, throw)
    assert isinstance(error.__cause__, KeyError)
    assert error.__suppress_context__
    assert error.__notes__ == ["a note"]
    assert error.detail == [1]


def test_the_frames_of_the_worker_are_shown(sample: ModuleProxy) -> None:
    def inner() -> NoReturn:
        raise OSError("deep")

    def outer() -> None:
        inner()

    shown = traceback.extract_tb(caught(sample, outer).__traceback__)

    assert [frame.name for frame in shown][-2:] == ["outer", "inner"]
    assert shown[-1].line == 'raise OSError("deep")'
    assert not any("_worker" in frame.filename for frame in shown)


def test_what_does_not_travel_becomes_text(session: Session, sample: ModuleProxy) -> None:
    session.execute(
        """
import threading
class Odd(ValueError):
    def __init__(self, a, b):
        super().__init__("odd", threading.Lock())
        self.lock = threading.Lock()
        self.fine = 1
def throw(): raise Odd(1, 2)
sample.keep(throw)
"""
    )
    error = caught(sample, sample.give())

    assert isinstance(error, ValueError)
    assert error.args[0] == "odd"
    assert "lock" in error.args[1]
    assert error.fine == 1  # type: ignore[attr-defined]


NOTEBOOK = """
import sys, tempfile
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell
from rustlab.cargo.build import Build
from rustlab.run.session import Session
shell = InteractiveShell.instance(colors="nocolor")
folder = Path(tempfile.mkdtemp())
session = Session(python=Path(sys.executable), workspace_folder=folder, on_output=print)
artifact = Path(sys.argv[1])
shell.user_ns["sample"] = session.load(Build(ending="built", artifact=artifact, module="sample"))
for cell in sys.argv[2:]:
    shell.run_cell(cell)
session.close()
folder.rmdir()
"""


def notebook(artifact: Path, *cells: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", NOTEBOOK, artifact, *cells],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_ipython_shows_the_cell_and_the_worker_and_nothing_of_ours(sample_artifact: Path) -> None:
    shown = notebook(
        sample_artifact, "def inner():\n    return 1 / 0\nsample.call(inner)", "sample.fail('why')"
    )

    assert "----> 2     return 1 / 0" in shown
    assert "in fail()\n----> 1 # compiled code: there is no line to show" in shown
    assert "session.py" not in shown
    assert "Unexpected exception" not in shown


def test_ipython_can_look_at_everything(sample_artifact: Path) -> None:
    looks = ("sample.add?", "sample.Counter?", "sample?", "sample.Counter(1)?", "sample.Counter(1)")
    shown = notebook(sample_artifact, *looks)

    assert "Add two numbers." in shown
    assert "Counts." in shown
    assert "What the tests of `run` need." in shown
    assert "Counter(1)" in shown
    assert "NotTransferable" not in shown
