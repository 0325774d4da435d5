"""The table of faults and how many are rejected, as `nox -s exercises` makes it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from rustlab import data
from rustlab.exercise import catalog
from tests.exercise.kill_rate import TABLE, Rate, row_of, table
from tests.exercise.mutants import mutants
from tests.exercise.proof import equivalent

RATES = tomllib.loads((data.locate().exercises / TABLE).read_text(encoding="utf-8"))
ROWS: dict[str, Any] = {name: row for name, row in RATES.items() if isinstance(row, dict)}


def test_the_table_says_where_and_when() -> None:
    assert RATES["schema"] == 2
    for row in ROWS.values():
        assert len(row["commit"]) >= 7
        assert row["date"] >= "2026-"


@pytest.mark.parametrize("name", ROWS)
def test_of_each_exercise_nineteen_faults_of_twenty_are_rejected(name: str) -> None:
    row = ROWS[name]

    # Of a compile-fail exercise most is types, and a text with a fault in those does not build.
    if catalog.load(data.locate()).find(name).kind != "compile-fail":
        assert row["made"] >= 20, "more operators"
    assert row["rejected"] >= 0.95 * row["made"], row["passed"]


@pytest.mark.parametrize("name", ROWS)
def test_few_faults_change_nothing_and_each_says_why(name: str) -> None:
    exercise = catalog.load(data.locate()).find(name)
    known = equivalent(exercise)
    made = {one.name for one in mutants(exercise.source.read_text(encoding="utf-8"))}

    assert len(known) == ROWS[name]["equivalent"], "measure again: `nox -s exercises`"
    assert len(known) <= 0.05 * (len(known) + ROWS[name]["made"]), "a text that asks for them"
    assert set(known) <= made, "a fault that nobody makes any more"
    assert all(why.strip() and "\n" not in why for why in known.values())


def test_every_exercise_that_is_built_was_measured() -> None:
    built = {e.id for e in catalog.load(data.locate()) if e.source.is_file()}

    assert built == set(ROWS)


def test_what_passes_is_named() -> None:
    known = {exercise.id for exercise in catalog.load(data.locate())}

    assert set(ROWS) <= known
    for row in ROWS.values():
        assert row["made"] - row["rejected"] == len(row["passed"])


def test_a_table_is_read_as_it_was_written() -> None:
    one = Rate(exercise="X06", made=3, rejected=2, equivalent=0, passed=('a "b" -> c',))

    row = row_of(one, "abcdef0")

    assert tomllib.loads(table({"X06": row}))["X06"] == row
    assert (row["made"], row["passed"], row["commit"]) == (3, ['a "b" -> c'], "abcdef0")
