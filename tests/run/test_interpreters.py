"""`--python P`: a worker in every interpreter of the run, driven from this one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rustlab.cargo.build import Build
from rustlab.errors import NotTransferable, WorkerCrashed
from rustlab.run.outcome import Crash
from rustlab.run.session import Session
from tests.run.conftest import compile_sample

pytestmark = pytest.mark.interpreters


@pytest.fixture
def sessions(
    interpreters: tuple[Path, ...], tmp_path: Path, marked: str
) -> Iterator[dict[str, tuple[Session, Any]]]:
    """One session for each interpreter, with the sample module built for it."""
    found = {}
    for number, python in enumerate(interpreters):
        folder = tmp_path / str(number)
        folder.mkdir()
        session = Session(python=python, workspace_folder=folder, on_output=lambda *_: None)
        artifact = compile_sample(python, folder)
        build = Build(ending="built", artifact=artifact, module="sample")
        found[python.name] = (session, session.load(build))
    assert found, "RUSTLAB_PYTHONS is empty"
    yield found
    for session, _ in found.values():
        session.close()


def test_values_objects_and_exceptions(sessions: dict[str, tuple[Session, Any]]) -> None:
    for _, sample in sessions.values():
        assert sample.add(1, 2) == 3
        counter = sample.Counter(3)
        assert isinstance(counter, sample.Counter)
        assert (counter + 1).value == 4
        assert list(counter) == [2, 1, 0]
        given = [1, {"k": {2}}]
        assert sample.call(len, given) == 2
        assert sample.call(list.append, given, 5) is None
        assert given == [1, {"k": {2}}, 5]
        with pytest.raises(sample.SampleError, match="x"):
            sample.fail("x")


def test_the_interpreter_is_the_one_that_was_named(
    sessions: dict[str, tuple[Session, Any]],
) -> None:
    code = "import sys, sysconfig\nsys.version_info[:2], bool(sysconfig.get_config_var('Py_DEBUG'))"
    for name, (session, _) in sessions.items():
        shown = session.execute(code).display[0][1]
        if "3.1" in name:
            minor = int("".join(c for c in name.split("3.")[1] if c.isdigit()))
            assert shown == str(((3, minor), name.endswith("d")))


def test_code_does_not_cross_versions(sessions: dict[str, tuple[Session, Any]]) -> None:
    for session, sample in sessions.values():
        worker = session._worker
        assert worker is not None
        if worker.ask("version") == sys.version_info[:2]:
            assert sample.call(lambda: 5) == 5
            continue
        with pytest.raises(NotTransferable, match="another version of Python"):
            sample.call(lambda: 5)
        session.execute("sample.keep(lambda n: n + 1)")
        assert sample.give()(1) == 2  # code of the other version stays there, behind a handle


@pytest.mark.parametrize(
    ("function", "word"),
    [("segfault", "crash"), ("overflow", "stack-overflow"), ("fatal", "abort")],
)
def test_crashes_have_the_same_words(
    sessions: dict[str, tuple[Session, Any]], function: str, word: str
) -> None:
    for _, sample in sessions.values():
        with pytest.raises(WorkerCrashed) as info:
            getattr(sample, function)()
        assert isinstance(info.value.crash, Crash)
        assert word == info.value.crash.word
        assert sample.add(1, 1) == 2
