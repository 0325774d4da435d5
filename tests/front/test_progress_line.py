"""The progress line: late, rare, and gone at the end."""

from __future__ import annotations

import pytest

from rustlab.cargo.build import Progress
from rustlab.magic.progress import WIDTH, ProgressLine


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(capsys: pytest.CaptureFixture[str], times: list[float], step: str = "Compiling x") -> str:
    clock = Clock()
    with ProgressLine(clock) as line:
        for clock.now in times:
            line(Progress(step=step, seconds=clock.now))
    return capsys.readouterr().out


def test_a_short_build_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, [0.0, 0.1, 0.29]) == ""


def test_a_long_build_shows_its_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\rCompiling x (3 s)" in shown(capsys, [0.1, 3.0])


def test_five_lines_a_second_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    times = [1 + n / 100 for n in range(200)]  # two seconds, a hundred steps a second

    assert 5 <= shown(capsys, times).count("Compiling") <= 11


def test_nothing_is_left_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    written = shown(capsys, [1.0, 2.0]).split("\x1b")[0]
    row = ""
    for part in written.split("\r"):
        row = part + row[len(part) :]

    assert row.strip() == ""
    assert "\n" not in written


def test_a_long_step_does_not_wrap(capsys: pytest.CaptureFixture[str]) -> None:
    written = shown(capsys, [1.0], step="Compiling " + "x" * 200).split("\x1b")[0]

    assert max(map(len, written.split("\r"))) == WIDTH
