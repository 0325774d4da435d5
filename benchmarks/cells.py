"""How long a cell takes, as ratios of one run: `python benchmarks/cells.py [--rounds N]`.

Each round measures all rows one after the other, so that whatever else the machine does falls on
all of them. The floor is what nobody can go below: cargo builds an edited library of one function
with the standard library alone, and an interpreter starts.

The budgets are those of the design: a warm cell at most twice the floor, an unchanged one at most
half of a bare interpreter, and a cell with a class or with twenty functions at most 1.5 seconds.
Seconds are of the fastest round: the others say what else the machine did. Exit status 1 when a
budget is exceeded.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rustlab.lab import Lab
from rustlab.run.session import Session
from rustlab.source import Cell, parse_c, parse_rust

ROOT = Path(__file__).resolve().parents[1]
FUNCTION = """\
#[pyfunction(signature = (a, b, /))]
fn add(_ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> i64 { a + b + NUMBER }
"""
CLASS = """\
#[pyclass]
struct Score { points: std::sync::atomic::AtomicI64 }
#[pymethods]
impl Score {
    #[new(signature = (points = 0))]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState, points: i64) -> Self {
        Self { points: (points + NUMBER).into() }
    }
    #[pyfunction(signature = (points, /))]
    fn add(&self, _ctx: &ThreadContext<'_>, _state: &NoState, points: i64) -> i64 {
        self.points.fetch_add(points, std::sync::atomic::Ordering::Relaxed) + points
    }
}
"""
NUMBER = "const NUMBER: i64 = 0;\n"
RUST = FUNCTION + NUMBER
TWENTY = "".join(FUNCTION.replace("add", f"add{n}") for n in range(20)) + NUMBER
RAW = (ROOT / "crates" / "cell-raw" / "src" / "cell.rs").read_text(encoding="utf-8")
RAW_NAME = RAW.split("PyInit_", 1)[1].split("(", 1)[0]
PROGRAM = 'fn main() { println!("{}", NUMBER); }\nconst NUMBER: i64 = 0;\n'
C = (ROOT / "tests" / "cc" / "adder.c").read_text(encoding="utf-8")
FLOOR = '#[unsafe(no_mangle)]\npub extern "C" fn one() -> i64 { NUMBER }\nconst NUMBER: i64 = 0;\n'
MANIFEST = """\
[package]
name = "floor"
version = "0.0.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[workspace]
"""
WARM, UNCHANGED, SECONDS = 2.0, 0.5, 1.5


class Cells:
    """A notebook's hall and worker, and a text that is new each time it is asked for."""

    def __init__(self) -> None:
        self.lab = Lab.open()
        self.session: Session = self.lab.session(lambda *_: None)

    def rust(self, text: str, line: str) -> None:
        build = self.lab.compile(Cell(source=text, options=parse_rust(line)))
        assert build.ok, build
        if build.module:
            self.session.load(build)

    def c(self, text: str) -> None:
        build = self.lab.compile(Cell(source=text, options=parse_c("adder")))
        assert build.ok, build
        self.session.load(build)

    def compile_only(self, text: str) -> None:
        assert self.lab.compile(Cell(source=text, options=parse_rust("bench"))).ok


def edited(text: str) -> str:
    number = str(uuid.uuid4().int % 2**40)
    return text.replace("= 0;", f"= {number};") if "= 0;" in text else f"{text}\n// {number}\n"


def rows(cells: Cells, floor: Path) -> dict[str, Callable[[], None]]:
    """What is measured; `floor` is the folder of the crate that nobody can build faster."""
    python = str(cells.lab.python.executable)
    source = floor / "src" / "lib.rs"

    def bare() -> None:
        subprocess.run([python, "-I", "-c", "pass"], check=True)

    def build_floor() -> None:
        source.write_text(edited(FLOOR), encoding="utf-8")
        tools = cells.lab.toolchain()
        argv = [str(tools.cargo), "build", "--quiet", "--offline"]
        # Not through rustup's door, which would make the floor higher than it need be.
        subprocess.run(argv, cwd=floor, env={**os.environ, "RUSTC": str(tools.rustc)}, check=True)
        bare()

    return {
        "floor: cargo build of an edited std-only cdylib, and a bare interpreter": build_floor,
        "bare: python -I -c pass": bare,
        "%%rust, edited": lambda: cells.rust(edited(RUST), "bench"),
        "%%rust with a class, edited": lambda: cells.rust(edited(CLASS + NUMBER), "bench"),
        "%%rust with twenty functions, edited": lambda: cells.rust(edited(TWENTY), "bench"),
        "%%rust --raw, edited": lambda: cells.rust(edited(RAW), f"{RAW_NAME} --raw"),
        "%%rust --bin, edited": lambda: cells.rust(edited(PROGRAM), "--bin"),
        "%%c, edited": lambda: cells.c(edited(C)),
        "%%rust, unchanged: found": lambda: cells.compile_only(RUST),
        "%%rust, unchanged: found and loaded again": lambda: cells.rust(RUST, "bench"),
    }


def measure(rounds: int) -> dict[str, list[float]]:
    """Seconds of every row in every round; the first round only warms."""
    with tempfile.TemporaryDirectory(prefix="rustlab-floor-") as folder:
        floor = Path(folder)
        (floor / "src").mkdir()
        (floor / "Cargo.toml").write_text(MANIFEST, encoding="utf-8")
        cells = Cells()
        todo = rows(cells, floor)
        times: dict[str, list[float]] = {name: [] for name in todo}
        try:
            for number in range(rounds + 1):
                for name, row in todo.items():
                    begun = time.perf_counter()
                    row()
                    if number:
                        times[name].append(time.perf_counter() - begun)
        finally:
            cells.session.close()
    return times


def summary(times: dict[str, list[float]]) -> dict[str, object]:
    """The table: p50 and p95 in milliseconds, and the ratios that the design asks for."""
    p50 = {name: statistics.median(values) for name, values in times.items()}
    floor, bare = list(p50.values())[:2]
    table = [
        {
            "row": name,
            "p50_ms": round(p50[name] * 1000, 1),
            "p95_ms": round(sorted(values)[int(len(values) * 0.95)] * 1000, 1),
            "of_floor": round(p50[name] / floor, 2),
            "of_bare": round(p50[name] / bare, 2),
        }
        for name, values in times.items()
    ]
    warm = p50["%%rust, edited"] / floor
    unchanged = p50["%%rust, unchanged: found"] / bare
    return {
        "schema": 1,
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "rounds": len(next(iter(times.values()))),
        "table": table,
        "budgets": [
            {"what": "warm %%rust cell / floor", "found": round(warm, 2), "limit": WARM},
            {"what": "unchanged cell / bare", "found": round(unchanged, 2), "limit": UNCHANGED},
            *(
                {"what": f"{row}, seconds", "found": round(min(times[row]), 2), "limit": SECONDS}
                for row in ("%%rust with a class, edited", "%%rust with twenty functions, edited")
            ),
        ],
    }


def commit() -> str:
    argv = ["git", "rev-parse", "--short", "HEAD"]
    said = subprocess.run(argv, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return said.stdout.strip()


def markdown(found: dict[str, object]) -> str:
    """The same for a reader."""
    lines = ["| | p50 ms | p95 ms | of floor | of bare |", "| --- | --- | --- | --- | --- |"]
    table, budgets = found["table"], found["budgets"]
    assert isinstance(table, list)
    assert isinstance(budgets, list)
    for row in table:
        cells = (row["row"], row["p50_ms"], row["p95_ms"], row["of_floor"], row["of_bare"])
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines.append("")
    lines += [f"{one['what']}: {one['found']} (at most {one['limit']})" for one in budgets]
    about = [str(found[key]) for key in ("date", "commit", "machine")]
    lines.append(f"{', '.join(about)}, Python {found['python']}, {found['rounds']} rounds")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--out", type=Path, help="write the figures as JSON to this file too")
    options = parser.parse_args()
    found = summary(measure(options.rounds))
    print(markdown(found))
    if options.out:
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        options.out.write_text(text, encoding="utf-8")
    budgets = found["budgets"]
    assert isinstance(budgets, list)
    return 1 if any(one["found"] > one["limit"] for one in budgets) else 0


if __name__ == "__main__":
    sys.exit(main())
