"""Judges every fault that can be made in every solution, and writes down how many are rejected.

    python -m tests.exercise.kill_rate [X06 …]

The table goes to `exercises/kill-rates.toml`, each row with its commit and date. A fault that
passes is named there: mend `checks.py`, or prove in one line of `equivalent.toml` that it is none.
"""

from __future__ import annotations

import json
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise
from rustlab.lab import Lab
from rustlab.machine import process
from tests.exercise import batch
from tests.exercise.batch import Text
from tests.exercise.proof import equivalent, faults, judged

TABLE = "kill-rates.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What became of the faults of one exercise."""

    exercise: str
    made: int  # that compile and are no equivalents
    rejected: int
    equivalent: int
    passed: tuple[str, ...]  # by name: what the checks do not see


def rate(exercise: Exercise, lab: Lab) -> Rate:
    """Build and judge every fault of an exercise, two at a time."""
    made = faults(exercise, whole=True)
    texts = [Text(exercise=exercise, text=case.text) for case in made]
    built = [c for c, b in zip(made, batch.build(texts, lab), strict=True) if b.ok]
    batch.check([Text(exercise=exercise, text=case.text) for case in built], lab)
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(partial(_outcome, exercise, lab), (c.text for c in built)))
    passed = tuple(
        c.name.removeprefix("mutant: ")
        for c, v in zip(built, verdicts, strict=True)
        if v == "passed"
    )
    return Rate(
        exercise=exercise.id, made=len(built), rejected=len(built) - len(passed),
        equivalent=len(equivalent(exercise)), passed=passed,
    )  # fmt: skip


def table(rates: dict[str, Any]) -> str:
    """Return the file: what was measured, where and when."""
    lines = [
        "# Made by `nox -s exercises`: small faults in each solution, and how many are rejected.",
        "schema = 2",
    ]
    for name, row in sorted(rates.items()):
        lines += ["", f"[{name}]", *(f"{key} = {json.dumps(row[key])}" for key in row)]
    return "\n".join(lines) + "\n"


def _outcome(exercise: Exercise, lab: Lab, text: str) -> str:
    return judged(exercise, text, lab).outcome


def row_of(one: Rate, commit: str) -> dict[str, Any]:
    """Return a row of the table, measured now."""
    return {
        "made": one.made, "rejected": one.rejected, "equivalent": one.equivalent,
        "passed": list(one.passed), "commit": commit,
        "date": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip


def main() -> int:
    """Measure the exercises named, or all; 1 when too many faults pass."""
    lab, wanted = Lab.open(), {name.upper() for name in sys.argv[1:]}
    file = lab.data.exercises / TABLE
    rates = tomllib.loads(file.read_text(encoding="utf-8")) if wanted and file.is_file() else {}
    rates = {name: row for name, row in rates.items() if isinstance(row, dict)}
    commit = process.run(["git", "rev-parse", "--short", "HEAD"], cwd=lab.data.root).stdout.strip()
    for exercise in catalog.load(data.locate()):
        if exercise.source.is_file() and (not wanted or exercise.id in wanted):
            found = rate(exercise, lab)
            rates[found.exercise] = row_of(found, commit)
            print(f"{found.exercise}: {found.rejected} of {found.made} rejected", flush=True)
            print("".join(f"  passed: {name}\n" for name in found.passed), end="", flush=True)
    file.write_text(table(rates), encoding="utf-8")
    made = sum(row["made"] for row in rates.values())
    rejected = sum(row["rejected"] for row in rates.values())
    print(f"{rejected} of {made} rejected, {rejected / made:.1%}")
    return 0 if rejected >= 0.95 * made else 1


if __name__ == "__main__":
    sys.exit(main())
