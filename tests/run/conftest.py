"""The sample module, sessions and a watch for processes that were left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from rustlab.cargo.build import Build
from rustlab.run.isolated import run
from rustlab.run.outcome import Limits, Run, RunRequest
from rustlab.run.proxies import ModuleProxy
from rustlab.run.session import Session

HERE = Path(__file__).parent
INCLUDES = """
import json, os, sysconfig
include = sysconfig.get_path("include")
print(json.dumps([include, sysconfig.get_path("platinclude"), os.path.dirname(include)]))
"""
MARK = "RUSTLAB_TEST_MARK"
collect_ignore = ["test_fork.py"] if sys.platform == "win32" else []

Output = list[tuple[str, str]]


def compile_sample(python: Path, folder: Path) -> Path:
    """Build `sample.c` for an interpreter."""
    told = subprocess.run([python, "-I", "-c", INCLUDES], capture_output=True, check=True)
    flags = [f"-I{folder}" for folder in json.loads(told.stdout)]
    built = folder / "sample.so"
    options = ["-shared", "-fPIC", "-O1", "-w", "-fno-optimize-sibling-calls"]
    subprocess.run(["cc", *options, *flags, HERE / "sample.c", "-o", built], check=True)
    return built


@pytest.fixture(scope="session")
def sample_artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample module, built for the running interpreter."""
    return compile_sample(Path(sys.executable), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def rust_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`sample.rs` as a plain library, called through ctypes."""
    built = tmp_path_factory.mktemp("rust") / "libsample.so"
    options = ["--edition", "2024", "--crate-type", "cdylib", "-A", "warnings"]
    subprocess.run(["rustc", *options, HERE / "sample.rs", "-o", built], check=True)
    return built


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Everything started below bears a mark; at the end of the test nothing of it is alive."""
    mark = uuid.uuid4().hex
    monkeypatch.setenv(MARK, mark)
    yield mark
    assert not alive(mark)


def alive(mark: str) -> list[str]:
    """The command lines of the processes that bear the mark."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != psutil.Process().pid and process.environ().get(MARK) == mark:
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


@pytest.fixture
def output() -> Output:
    """What was delivered to the notebook, in order."""
    return []


@pytest.fixture
def session(tmp_path: Path, output: Output, marked: str) -> Iterator[Session]:
    """A session in the running interpreter."""
    folder = tmp_path / "wörk space"
    folder.mkdir()
    found = Session(
        python=Path(sys.executable),
        workspace_folder=folder,
        on_output=lambda stream, text: output.append((stream, text)),
        cwd=tmp_path,
    )
    yield found
    found.close()


@pytest.fixture
def sample(session: Session, sample_artifact: Path) -> ModuleProxy:
    """The sample module, loaded in the session's worker."""
    return session.load(Build(ending="built", artifact=sample_artifact, module="sample"))


@pytest.fixture
def child(sample_artifact: Path, marked: str) -> Callable[..., Run]:
    """Run a program in a fresh child that has the sample module."""

    def start(program: str, *, timeout: float = 20, env: tuple[tuple[str, str], ...] = ()) -> Run:
        return run(
            RunRequest(
                python=Path(sys.executable),
                program=program,
                modules=(("sample", sample_artifact),),
                limits=Limits(timeout=timeout),
                env=env,
            )
        )

    return start
