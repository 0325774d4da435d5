"""The ports of bisect, heapq and base64 against C's: tables, what holds, a plot, the book's record.

    python benchmarks/ports/run.py [--python P]... [--most BYTES] [--record book/ports.json]

Every `--python` is measured (without one: this Python). A ratio above 1 means that the port is
faster. `measure.py` is what runs there. Exit status 1 if a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plot import plot
from words import grid, label

from rustlab.lab import Lab
from rustlab.parity.building import build_port
from rustlab.parity.ports import PORTS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
Row = dict[str, Any]


def main() -> int:
    """Build, measure, print; 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, action="append")
    parser.add_argument("--most", type=int, default=2**26, help="leave out larger inputs")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--out", type=Path, default=Path("target/bench"))
    asked = parser.parse_args()
    kernels = vectors()
    runs = [measure(python, asked.most, kernels) for python in asked.python or [sys.executable]]
    record = {
        "schema": 1, "date": datetime.now(UTC).date().isoformat(), "commit": commit(),
        "machine": platform.machine(), "kernels": kernels, "runs": runs,
    }  # fmt: skip
    for run in runs:
        print(f"\n# Python {run['python']}, kernels {kernels}, pybase64 {run['pybase64']}\n")
        print("\n\n".join([comparisons(run["rows"]), codings(run["rows"]), promises(run)]))
    asked.out.mkdir(parents=True, exist_ok=True)
    picture = asked.out / "ports.svg"
    if asked.record:
        picture = ROOT / "book" / "_static" / "ports.svg"
        asked.record.write_text(lines(record), encoding="utf-8")
    picture.write_text(plot(runs), encoding="utf-8")
    return 0 if all(kept for run in runs for *_, kept in bounds(run)) else 1


def vectors() -> str:
    """The instructions that our kernels choose on this machine."""
    command = ["cargo", "run", "-q", "--release", "-p", "base64-kernels", "--example", "which"]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout.strip()


def commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout.strip()


def measure(python: Path | str, most: int, kernels: str) -> dict[str, Any]:
    """Build the ports for this interpreter and let it measure."""
    lab = Lab.open(Path(python))
    with tempfile.TemporaryDirectory(prefix="rustlab-bench-") as folder:
        for name in ("bisect", "heapq", "base64"):
            port = PORTS[name]
            built = build_port(port, lab.data, lab.toolchain(), lab.workspace, profile="release")
            shutil.copy(built, Path(folder, f"{port.module}.so"))
        command = [str(python), "-I", str(HERE / "measure.py"), folder, str(most), kernels]
        rows = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
            assert child.stdout is not None
            for line in child.stdout:
                rows.append(json.loads(line))
                print(f"\r{len(rows)} workloads", end="", file=sys.stderr, flush=True)
    if child.returncode:
        raise SystemExit(f"the measurement ended with status {child.returncode}")
    version = ".".join(map(str, lab.python.version))
    return {"python": version, "pybase64": rows[0]["pybase64"], "rows": rows[1:]}


def ratio(row: Row, other: str = "C") -> float:
    return float(row["seconds"][other] / row["seconds"]["port"])


def name(row: Row) -> str:
    if "kind" in row:
        return f"{row['work']} {row['kind']}"
    threads = f", {row['threads']} threads" if row["threads"] > 1 else ""
    return f"{row['work']} {label(row['size'])}{threads}"


def bounds(run: dict[str, Any]) -> Iterator[tuple[str, str, float, bool]]:
    """What is promised: text, the worst workload for it, its value, whether it is kept."""
    rows, new = run["rows"], tuple(map(int, run["python"].split("."))) >= (3, 15)
    single = [row for row in rows if row.get("threads") == 1]
    encode, decode = ([r for r in single if r["work"] == w] for w in ("encode", "decode"))
    for work in ("bisect", "heapq"):
        yield least(f"{work}: at least 0.95", [r for r in rows if r["work"] == work], 0.95)
    large = [row for row in decode if row["size"] >= 256]
    yield least("decode from 256 B: at least " + ("1.0" if new else "3"), large, 1.0 if new else 3)
    (small,) = [row for row in decode if row["size"] == 16]
    yield least("decode 16 B: at least 1.0", [small], 1.0)
    (small,) = [row for row in encode if row["size"] == 16]
    more = (small["seconds"]["port"] - small["seconds"]["C"]) * 1e9
    yield "encode 16 B: at most 8 ns more than C", name(small), more, more <= 8
    large = [row for row in encode if row["size"] >= 2**16 and "pybase64" in row["seconds"]]
    if large:
        text = "encode from 64 KiB: pybase64 / port at least 0.9"
        yield least(text, large, 0.9, "pybase64")


def least(
    text: str, rows: list[Row], floor: float, other: str = "C"
) -> tuple[str, str, float, bool]:
    worst = min(rows, key=lambda row: ratio(row, other))
    return text, name(worst), ratio(worst, other), ratio(worst, other) >= floor


def comparisons(rows: list[Row]) -> str:
    chosen = [row for row in rows if "kind" in row]
    kinds = list(dict.fromkeys(row["kind"] for row in chosen))
    cells = {(row["work"], row["kind"]): f"{ratio(row):.2f}" for row in chosen}
    body = [[work, *(cells[work, kind] for kind in kinds)] for work in ("bisect", "heapq")]
    return grid([["C / port", *kinds], *body])


def codings(rows: list[Row]) -> str:
    chosen = [row for row in rows if "size" in row]
    sides = [side for side in chosen[0]["seconds"] if side != "port"]
    head = ["base64", "port, µs", *(f"{side} / port" for side in sides)]
    body = [
        [
            name(row), f"{row['seconds']['port'] * 1e6:.2f}",
            *(f"{ratio(row, side):.2f}" for side in sides),
        ]
        for row in chosen
    ]  # fmt: skip
    return grid([head, *body])


def promises(run: dict[str, Any]) -> str:
    body = [[t, w, f"{v:.2f}", "yes" if kept else "no"] for t, w, v, kept in bounds(run)]
    return grid([["promise", "worst", "value", "kept"], *body])


def lines(record: dict[str, Any]) -> str:
    """JSON with a line a workload, so that a diff can be read."""
    text = json.dumps(record, separators=(",", ":"))
    return text.replace('},{"work"', '},\n{"work"') + "\n"


if __name__ == "__main__":
    sys.exit(main())
