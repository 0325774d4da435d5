"""The port of zlib against C's, in one interleaved run: tables, what holds, and the book's file.

    python benchmarks/ports/zlib_run.py [--python P] [--also P …] [--full] [--record book/zlib.json]

Sizes are 16 B, 1 KiB, 64 KiB and 1 MiB; `--full` measures up to 64 MiB, some twenty minutes
when nothing else runs.
`--also` asks further interpreters for the same promises, without `--full`.
A ratio above 1 means that the port is faster, a size above 1 that its output is longer.
`zlib_measure.py` is what runs in the interpreter that is measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from words import grid, label

from rustlab.lab import Lab
from rustlab.parity.building import build_port
from rustlab.parity.ports import PORTS

HERE = Path(__file__).resolve().parent
ABOUT = "import json, platform, zlib; v = platform.python_version(), zlib.ZLIB_RUNTIME_VERSION"
FROM = {"compress": 2**16, "crc32": 4096}  # what is asked for begins at this size
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One promise, the worst workload for it, and whether that keeps it."""

    text: str
    worst: str
    value: float
    kept: bool


def main() -> int:
    """Build, measure, print; 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--also", type=Path, nargs="+", default=[])
    asked = parser.parse_args()
    rows = measure(asked.python, full=asked.full)
    print(f"{table(rows)}\n\n{others(rows)}")
    found = {asked.python: list(bounds(rows))}
    found |= {python: list(bounds(measure(python, full=False))) for python in asked.also}
    for python, limits in found.items():
        print(f"\n{' with zlib '.join(about(python))}\n\n{promises(limits)}")
    if asked.record:
        text = json.dumps(record(found, rows), separators=(",", ":"))
        asked.record.write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")
    return 0 if all(bound.kept for limits in found.values() for bound in limits) else 1


def measure(python: Path, *, full: bool) -> list[Row]:
    """The port built for this interpreter; what the child prints, as it comes."""
    lab = Lab.open(python)
    file = build_port(PORTS["zlib"], lab.data, lab.toolchain(), lab.workspace, profile="release")
    command = [str(python), "-I", str(HERE / "zlib_measure.py"), str(file), *(["--full"] * full)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdout is not None
        rows = []
        for line in child.stdout:
            rows.append(json.loads(line))
            print(f"\r{len(rows)} workloads", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if child.returncode:
        raise SystemExit(f"the measurement ended with status {child.returncode}")
    return rows


def ratio(row: Row) -> float:
    return float(row["seconds"]["C"] / row["seconds"]["port"])


def longer(row: Row) -> float:
    return float(row["bytes"]["port"] / row["bytes"]["C"])


def name(row: Row) -> str:
    level = f" level {row['level']}" if "level" in row else ""
    threads = f", {row['threads']} threads" if "threads" in row else ""
    return f"{row['work']} {row['kind']} {label(row['size'])}{level}{threads}"


def bounds(rows: list[Row]) -> Iterator[Bound]:
    """What is promised of the port, and whether this run keeps it."""
    packed = [r for r in rows if r["work"] == "compress" and r["size"] >= FROM["compress"]]
    fast = {"text and binary": ({"text", "binary", "text x3"}, 1.0), "noise": ({"noise"}, 0.95)}
    for what, (kinds, least) in fast.items():
        chosen = [r for r in packed if r["kind"] in kinds]
        yield floor(f"{what} from 64 KiB: C / port at least {least}", chosen, least)
    yield ceiling("output / C's at most 1.02", [r for r in packed if r.get("level") != 1], 1.02)
    yield ceiling(
        "the same at level 1 at most 1.25", [r for r in packed if r.get("level") == 1], 1.25
    )
    sums = [r for r in rows if r["work"] == "crc32" and r["size"] >= FROM["crc32"]]
    yield floor("crc32 from 4 KiB: C / port at least 1.0", sums, 1.0)
    (run,) = [r for r in rows if r["work"] == "others run"]
    value = run["ratio"]["port"]
    yield Bound(
        text="other threads run at least 0.9", worst=name(run), value=value, kept=value >= 0.9
    )


def floor(text: str, rows: list[Row], least: float) -> Bound:
    worst = min(rows, key=ratio)
    return Bound(text=text, worst=name(worst), value=ratio(worst), kept=ratio(worst) >= least)


def ceiling(text: str, rows: list[Row], most: float) -> Bound:
    worst = max((r for r in rows if "bytes" in r), key=longer)
    return Bound(text=text, worst=name(worst), value=longer(worst), kept=longer(worst) <= most)


def table(rows: list[Row]) -> str:
    """Levels down, inputs across: the ratio of time, and beside it the size of the output."""
    packed = [r for r in rows if "level" in r and "threads" not in r]
    inputs = list(dict.fromkeys((r["kind"], r["size"]) for r in packed if r["kind"] != "text x3"))
    cells = {
        (r["kind"], r["size"], r["level"]): f"{ratio(r):.2f} ({longer(r):.3f})" for r in packed
    }
    head = ["level", *(f"{kind} {label(size)}" for kind, size in inputs)]
    body = [[str(n), *(cells[kind, size, n] for kind, size in inputs)] for n in range(10)]
    return grid([head, *body])


def others(rows: list[Row]) -> str:
    """Everything that has no level, the text that comes three times, and the threads."""
    chosen = [
        r for r in rows if "seconds" in r and (r["kind"] == "text x3" or "level" not in r)
    ] + [r for r in rows if "threads" in r]
    body = [
        [
            name(r),
            f"{r['seconds']['port'] * 1e6:.1f}",
            f"{ratio(r):.2f}",
            f"{longer(r):.3f}" if "bytes" in r else "",
        ]
        for r in chosen
    ]
    return grid([["work", "port, µs", "C / port", "output"], *body])


def promises(limits: list[Bound]) -> str:
    body = [[b.text, b.worst, f"{b.value:.3f}", "yes" if b.kept else "**no**"] for b in limits]
    return grid([["asked for", "worst workload", "its figure", "holds"], *body])


def about(python: Path) -> list[str]:
    """The interpreter's version, and that of its zlib."""
    said = subprocess.check_output([python, "-I", "-c", f"{ABOUT}; print(*v)"], encoding="utf-8")
    return said.split()


def record(found: dict[Path, list[Bound]], rows: list[Row]) -> Row:
    """The file of the book: figures, and what they were measured with."""
    words = {
        "date": ["git", "log", "-1", "--format=%cs"],
        "commit": ["git", "log", "-1", "--format=%h"],
        "rustc": ["rustc", "--version"],
    }
    made = {
        key: subprocess.check_output(command, cwd=HERE, encoding="utf-8").strip()
        for key, command in words.items()
    }
    first, *also = (
        dict(zip(("python", "zlib"), about(python), strict=True))
        | {"promises": [asdict(bound) for bound in limits]}
        for python, limits in found.items()
    )
    return {"schema": 2, **made, **first, "also": also, "rows": rows}


if __name__ == "__main__":
    sys.exit(main())
