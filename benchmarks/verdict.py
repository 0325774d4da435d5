"""How long a verdict takes without cargo: `python benchmarks/verdict.py [--seconds N]`.

Of each exercise that is built, solution, starter and the named wrong answers are judged in turn:
first the solutions of all, then all starters, and so on, so that whatever else the machine does
falls on every exercise, and a run that has to stop has seen each of them. A text is built before
its clock starts, and kept: a second run builds nothing. `--seconds` bounds the whole run.

The budget is that of the design: the median over all texts at most one second, the 95th percentile
at most three. Exit status 1 when one is exceeded. `processor` is the time of all processes of a
verdict together; it says more than the clock when the machine is busy.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from rustlab.cargo.build import Progress
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.wrong import wrong_answers
from rustlab.lab import Lab, Told

BUDGET = {"p50": 1.0, "p95": 3.0}  # seconds
SLOWEST = 8  # texts that the table names


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One verdict: of which text, what came of it, and its seconds."""

    exercise: str
    text: str
    outcome: str
    seconds: float
    processor: float


def main() -> int:
    """Measure, print the table and one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=180.0, help="stop after so long")
    options.add_argument("--python", type=Path, help="the interpreter to judge in")
    options.add_argument("--json", type=Path, help="write the object to a file too")
    asked = options.parse_args()
    lab = Lab.open(asked.python)
    rows, left = measure(lab, time.monotonic() + asked.seconds)
    found = figures(rows, left) | {"python": ".".join(map(str, lab.python.version))}
    print(table(rows, found))
    text = json.dumps(found)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(found["seconds"][key] <= BUDGET[key] for key in BUDGET) else 1


def measure(lab: Lab, end: float) -> tuple[list[Taken], int]:
    """Return a row for each text that there was time for, and how many there was none for."""
    wanted = list(texts(catalog.load(lab.data)))
    rows: list[Taken] = []
    with tempfile.TemporaryDirectory() as folder:
        for exercise, name, text in wanted:
            if time.monotonic() > end:
                break
            file = Path(folder) / "answer.rs"
            file.write_text(text, encoding="utf-8")
            rows.append(verdict(lab, exercise, name, file))
    return rows, len(wanted) - len(rows)


def texts(exercises: Iterable[Exercise]) -> Iterator[tuple[Exercise, str, str]]:
    """Yield the first text of every exercise, then the second of each, and so on."""
    built = [[(e, *one) for one in _texts(e)] for e in exercises if e.source.is_file()]
    turns = itertools.zip_longest(*built)
    return (one for turn in turns for one in turn if one is not None)


def _texts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    yield "solution", catalog.solution(exercise)
    yield "starter", catalog.starter(exercise)
    yield from ((wrong.name, wrong.text) for wrong in wrong_answers(exercise))


def verdict(lab: Lab, exercise: Exercise, name: str, file: Path) -> Taken:
    """Judge a text; once more if cargo had to build it first."""
    steps: list[Progress] = []
    taken = _timed(lab, exercise, name, file, steps.append)
    return _timed(lab, exercise, name, file, steps.append) if steps else taken


def _timed(lab: Lab, exercise: Exercise, name: str, file: Path, told: Told) -> Taken:
    begun, before = time.perf_counter(), sum(os.times()[:4])
    outcome = lab.check(exercise, file, told).outcome
    return Taken(
        exercise=exercise.id, text=name, outcome=outcome,
        seconds=time.perf_counter() - begun, processor=sum(os.times()[:4]) - before,
    )  # fmt: skip


def figures(rows: list[Taken], left: int) -> dict[str, Any]:
    """Return what was measured, over all texts and exercise by exercise."""
    by_exercise = {name: [row for row in rows if row.exercise == name]
                   for name in sorted({row.exercise for row in rows})}  # fmt: skip
    return {
        "schema": 2, "texts": len(rows), "left_out": left, "budget": BUDGET,
        "seconds": _spread([row.seconds for row in rows]),
        "processor": _spread([row.processor for row in rows]),
        "exercises": {
            name: {"texts": len(own), **_spread([row.seconds for row in own])}
            for name, own in by_exercise.items()
        },
        "machine": platform.machine(), "load": round(psutil.getloadavg()[0], 1),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip


def _spread(seconds: list[float]) -> dict[str, float]:
    ranked = sorted(seconds)
    p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    known = {"p50": statistics.median(ranked), "p95": p95, "max": ranked[-1]}
    return {key: round(value, 3) for key, value in known.items()}


def table(rows: list[Taken], found: dict[str, Any]) -> str:
    """Return the figures for a person."""
    lines = [f"{'':<9} texts    p50    p95    max"]
    parts = {**found["exercises"], "all": {"texts": found["texts"], **found["seconds"]}}
    lines += [
        f"{name:<9} {one['texts']:>5} {one['p50']:>6.2f} {one['p95']:>6.2f} {one['max']:>6.2f}"
        for name, one in parts.items()
    ]
    slow = sorted(rows, key=lambda row: -row.seconds)[:SLOWEST]
    lines += ["", "The slowest:"]
    lines += [f"{r.seconds:>6.2f} s  {r.exercise} {r.text} ({r.outcome})" for r in slow]
    lines += ["", f"{found['left_out']} texts were left out: no time"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
