"""What this learner has done: an SQLite file in their folder, used by several processes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from rustlab.errors import WorkspaceError
from rustlab.exercise.exercise import Exercise, Outcome, Verdict
from rustlab.exercise.ladder import Rung, Tried, ladder

SCHEMA = 1
_TABLES = f"""
create table if not exists attempt (
    id integer primary key, exercise text not null, at text not null, digest text not null,
    outcome text not null, misconception text, seconds real not null
);
create table if not exists hint (exercise text not null, level integer not null, at text not null,
    primary key (exercise, level));
create table if not exists solution (exercise text primary key, at text not null, after_success
integer not null); create index if not exists attempt_exercise on attempt (exercise); pragma
user_version = {SCHEMA};
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a learner stands with one exercise."""

    exercise: str
    attempts: int = 0  # different texts that were judged
    failures: int = 0  # different texts that did not pass
    passed: bool = False
    last: Outcome | None = None
    hints: int = 0  # how many of the three were asked for
    solution_shown: bool = False
    solution_after_success: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The progress kept in a learner's folder."""

    home: Path

    @property
    def file(self) -> Path:
        """The database."""
        return self.home / ".rustlab" / "progress.sqlite3"

    def standing(self, exercise: str) -> Standing:
        """Return where the learner stands; raise WorkspaceError when the file cannot be used."""
        with self._open() as db:
            rows = db.execute(
                "select digest, outcome from attempt where exercise = ? order by id", (exercise,)
            ).fetchall()
            hints = db.execute(
                "select max(level) from hint where exercise = ?", (exercise,)
            ).fetchone()[0]
            shown = db.execute(
                "select after_success from solution where exercise = ?", (exercise,)
            ).fetchone()
        return Standing(
            exercise=exercise,
            attempts=len({digest for digest, _ in rows}),
            failures=len({digest for digest, outcome in rows if outcome != "passed"}),
            passed=any(outcome == "passed" for _, outcome in rows),
            last=rows[-1][1] if rows else None,
            hints=hints or 0,
            solution_shown=shown is not None,
            solution_after_success=bool(shown and shown[0]),
        )

    def ladder(self, exercises: Sequence[Exercise]) -> tuple[Rung, ...]:
        """Return the map of exercises, with what this learner did."""
        return ladder(exercises, {one.id: _tried(self.standing(one.id)) for one in exercises})

    def record(self, verdict: Verdict, digest: str) -> None:
        """Add an attempt. What could not be judged is nobody's failure and is left out."""
        if verdict.outcome == "could_not_judge":
            return
        wrong = verdict.misconception.id if verdict.misconception else None
        with self._open() as db:
            db.execute(
                "insert into attempt values (null, ?, ?, ?, ?, ?, ?)",
                (verdict.exercise, _now(), digest, verdict.outcome, wrong, verdict.seconds),
            )

    def failures_before(self, exercise: str, digest: str) -> int:
        """Return how many different texts, other than this one, were built and did not pass."""
        with self._open() as db:
            row = db.execute(
                "select count(distinct digest) from attempt"
                " where exercise = ? and outcome in ('not_yet', 'crashed', 'timed_out')"
                " and digest != ?",
                (exercise, digest),
            ).fetchone()
        return int(row[0])

    def hint_shown(self, exercise: str, level: int) -> None:
        """Remember that the learner asked for this hint (1 to 3)."""
        with self._open() as db:
            db.execute("insert or ignore into hint values (?, ?, ?)", (exercise, level, _now()))

    def solution_shown(self, exercise: str, *, after_success: bool) -> None:
        """Remember that the learner saw the solution; the first time counts."""
        with self._open() as db:
            db.execute(
                "insert or ignore into solution values (?, ?, ?)",
                (exercise, _now(), int(after_success)),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # Other processes wait for their turn; a write takes well under a millisecond.
            with closing(sqlite3.connect(self.file, timeout=20)) as db, db:
                if db.execute("pragma user_version").fetchone()[0] != SCHEMA:
                    db.executescript(_TABLES)
                yield db
        except (sqlite3.Error, OSError) as error:
            raise WorkspaceError(
                f"the progress in `{self.file}` cannot be used: {error}",
                hint="check that the folder can be written; a damaged file can be moved away",
            ) from None


def _tried(standing: Standing) -> Tried:
    seen: Literal["", "before", "after"] = ""
    if standing.solution_shown:
        seen = "after" if standing.solution_after_success else "before"
    return Tried(
        attempts=standing.attempts, passed=standing.passed, hints=standing.hints, solution=seen
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
