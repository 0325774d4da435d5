"""Progress is kept for good, also when several processes write at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rustlab.errors import WorkspaceError
from rustlab.exercise.exercise import Outcome, Verdict
from rustlab.exercise.progress import Progress

WRITER = """
import sys
from pathlib import Path
from rustlab.exercise.exercise import Verdict
from rustlab.exercise.progress import Progress
progress = Progress(home=Path(sys.argv[1]))
for n in range(25):
    progress.record(Verdict(exercise="X06", outcome="not_yet"), f"{sys.argv[2]}-{n}")
    progress.hint_shown("X06", 1 + n % 3)
"""


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(exercise="X06", outcome=outcome)


def test_a_fresh_folder_knows_nothing(home: Path) -> None:
    standing = Progress(home=home).standing("X06")

    assert (standing.attempts, standing.passed, standing.last) == (0, False, None)


def test_the_same_text_twice_is_one_attempt(home: Path) -> None:
    progress = Progress(home=home)
    for digest in ("a", "a", "b"):
        progress.record(verdict("not_yet"), digest)
    progress.record(verdict("passed"), "c")

    standing = progress.standing("X06")
    assert (standing.attempts, standing.failures, standing.passed) == (3, 2, True)
    assert standing.last == "passed"
    assert progress.failures_before("X06", "b") == 1


def test_what_could_not_be_judged_is_nobodys_failure(home: Path) -> None:
    progress = Progress(home=home)
    progress.record(verdict("could_not_judge"), "a")

    assert progress.standing("X06").attempts == 0


def test_a_solution_seen_before_success_stays_so(home: Path) -> None:
    progress = Progress(home=home)
    progress.solution_shown("X06", after_success=False)
    progress.solution_shown("X06", after_success=True)

    standing = progress.standing("X06")
    assert standing.solution_shown
    assert not standing.solution_after_success


def test_several_processes_write_at_once(home: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(home), str(n)]) for n in range(4)
    ]

    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    standing = Progress(home=home).standing("X06")
    assert (standing.attempts, standing.hints) == (100, 3)


def test_a_damaged_file_is_told_with_a_next_step(home: Path) -> None:
    progress = Progress(home=home)
    progress.file.parent.mkdir()
    progress.file.write_bytes(b"this is no database, and it is longer than a page header" * 100)

    with pytest.raises(WorkspaceError, match="cannot be used") as caught:
        progress.standing("X06")
    assert "move" in caught.value.hint


def test_the_file_says_its_schema(home: Path) -> None:
    progress = Progress(home=home)
    progress.hint_shown("X06", 1)

    with sqlite3.connect(progress.file) as db:
        assert db.execute("pragma user_version").fetchone() == (1,)
    db.close()
