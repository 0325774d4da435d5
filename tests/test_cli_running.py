"""Commands that run for a while: watch, an interrupted check, JupyterLab."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from rustlab import data
from rustlab.cli import main
from rustlab.exercise import catalog, submission

X06 = catalog.load(data.locate()).find("X06")


@pytest.fixture
def sprint(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A learner's folder, handed out."""
    assert main(["init", str(home)]) == 0
    capsys.readouterr()
    return home


def answer(home: Path, text: str) -> None:
    submission.place_of(home, X06).write_text(text, encoding="utf-8")


@pytest.fixture
def running(sprint: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Commands that a test started; none survives it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.wait()
        if one.stdout:
            one.stdout.close()


def start(running: list[subprocess.Popen[str]], *argv: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "rustlab", *argv]
    one = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    running.append(one)
    return one


def read_until(one: subprocess.Popen[str], wanted: str) -> str:
    told = ""
    assert one.stdout is not None
    for line in one.stdout:
        told += line
        if wanted in line:
            return told
    raise AssertionError(f"{wanted!r} never came: {told}")


@pytest.mark.cargo
@pytest.mark.timeout(300)
def test_watch_checks_on_every_save(sprint: Path, running: list[subprocess.Popen[str]]) -> None:
    one = start(running, "watch", "X06")
    assert "not yet" in read_until(one, "X06 Give back what you owe:")
    read_until(one, "hint:")

    answer(sprint, catalog.solution(X06))

    assert "passed" in read_until(one, "X06 Give back what you owe:")
    one.send_signal(signal.SIGINT)
    assert one.wait(60) == 0


@pytest.mark.cargo
@pytest.mark.timeout(300)
def test_an_interrupt_ends_a_check_and_loses_nothing(
    sprint: Path, running: list[subprocess.Popen[str]]
) -> None:
    right = "unsafe { Py_NewRef(Py_None()) }"
    text = catalog.solution(X06).replace(right, "loop { std::hint::spin_loop() }")
    answer(sprint, text)
    one = start(running, "check", "X06")
    tree = looping(one.pid)

    one.send_signal(signal.SIGINT)

    assert one.wait(8) in (1, 2)
    assert not [p for p in tree if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    kept = submission.history_of(sprint, X06).glob("*.rs")
    assert [file.read_text(encoding="utf-8") for file in kept] == [text]


def looping(pid: int) -> list[psutil.Process]:
    """Wait until the learner's loop runs in a worker, and return the processes below `pid`."""
    while True:
        tree = psutil.Process(pid).children(recursive=True)
        for one in tree:
            try:
                times = one.cpu_times()
                if "_worker.py" in " ".join(one.cmdline()) and times.user + times.system > 1:
                    return tree
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.05)


@pytest.mark.cargo
@pytest.mark.timeout(300)
def test_lab_serves_the_folder_on_the_welcome_page(
    sprint: Path, running: list[subprocess.Popen[str]]
) -> None:
    one = start(running, "lab", str(sprint), "--no-browser", "--port", "0")

    told = read_until(one, "/lab/tree/book/index.md?token=")

    assert "the crates are here and built" in told
    assert f"Serving notebooks from local directory: {sprint}" in told
    one.send_signal(signal.SIGTERM)
    one.wait(60)


@pytest.mark.timeout(300)
def test_lab_opens_without_cargo_and_says_what_waits(
    sprint: Path, running: list[subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))  # noqa: PTH120 - a PATH is text
    monkeypatch.setenv("CARGO_HOME", str(sprint / "no cargo here"))
    monkeypatch.delenv("CARGO", raising=False)

    one = start(running, "lab", str(sprint), "--no-browser", "--port", "0")
    told = read_until(one, "/lab/tree/book/index.md?token=")

    assert "`cargo` was not found" in told
    assert "hint: " in told
    assert "Rust cells have to wait" in told
    one.send_signal(signal.SIGTERM)
    one.wait(60)
