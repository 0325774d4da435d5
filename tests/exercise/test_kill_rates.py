"""The table of faults and how many are rejected, as `nox -s exercises` makes it."""

from __future__ import annotations

import tomllib
from typing import Any

from rustlab import data
from rustlab.exercise import catalog
from tests.exercise.kill_rate import TABLE, Rate, row_of, table

RATES = tomllib.loads((data.locate().exercises / TABLE).read_text(encoding="utf-8"))
ROWS: dict[str, Any] = {name: row for name, row in RATES.items() if isinstance(row, dict)}


def test_the_table_says_where_and_when() -> None:
    assert RATES["schema"] == 1
    assert len(RATES["commit"]) >= 7
    assert RATES["date"] >= "2026-"


def test_nineteen_of_twenty_faults_are_rejected() -> None:
    made = sum(row["made"] for row in ROWS.values())
    rejected = sum(row["rejected"] for row in ROWS.values())

    assert made > 0
    assert rejected >= 0.95 * made


def test_what_passes_is_named() -> None:
    known = {exercise.id for exercise in catalog.load(data.locate())}

    assert set(ROWS) <= known
    for row in ROWS.values():
        assert row["made"] - row["rejected"] == len(row["passed"])


def test_a_table_is_read_as_it_was_written() -> None:
    one = Rate(exercise="X06", made=3, rejected=2, equivalent=0, passed=('a "b" -> c',))

    read = tomllib.loads(table({"X06": row_of(one)}, "abcdef0"))

    assert read["X06"] == {"made": 3, "rejected": 2, "equivalent": 0, "passed": ['a "b" -> c']}
