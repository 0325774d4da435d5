"""How long a verdict takes without cargo: `python benchmarks/verdict.py [--rounds N]`.

Every text is built once, which is not counted; then solution, starter and the named wrong answers
are judged in turn, so that whatever else the machine does falls on all of them. The budget is that
of the design: the median over all at most one second, the 95th percentile at most three. Exit
status 1 when one is exceeded.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.wrong import wrong_answers
from rustlab.lab import Lab

BUDGET = {"p50": 1.0, "p95": 3.0}  # seconds


def main() -> int:
    """Measure, print the table and one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    taken = measure(options.parse_args().rounds)
    for name, seconds in taken.items():
        print(f"{name:<40} p50 {statistics.median(seconds):.2f} s  max {max(seconds):.2f} s")
    everything = [one for seconds in taken.values() for one in seconds]
    figures = {
        "p50": statistics.median(everything),
        "p95": statistics.quantiles(everything, n=20)[-1],
    }
    told = {key: round(value, 3) for key, value in figures.items()}
    when = datetime.now(UTC).isoformat(timespec="seconds")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "at": when}
    print(json.dumps({"schema": 1, "verdict_seconds": told, "budget": BUDGET, **machine}))
    return 0 if all(figures[key] <= BUDGET[key] for key in BUDGET) else 1


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each verdict, text by text; the first, which builds, is left out."""
    taken: dict[str, list[float]] = {}
    lab = Lab.open()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.rs"
        for turn in range(rounds + 1):
            for exercise in catalog.load(data.locate()):
                texts = {w.name: w.text for w in wrong_answers(exercise)}
                texts |= {
                    "solution": catalog.solution(exercise),
                    "starter": catalog.starter(exercise),
                }
                for name, text in texts.items():
                    file.write_text(text, encoding="utf-8")
                    begun = time.perf_counter()
                    lab.check(exercise, file)
                    if turn:
                        one = f"{exercise.id} {name}"
                        taken.setdefault(one, []).append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    sys.exit(main())
