"""What a call of a Rust function costs: C, the bare ABI, `cpython-api` and PyO3, in one process.

    python benchmarks/call_cost/run.py [--python P] [--json] [--record book/call_cost.json]

Every figure is the least of 30 rounds, interleaved, at the same optimisation. PyO3 is fetched by
cargo, so the first run needs the network. `--record` also measures the builds and writes the file
from which the book takes its figures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from building import build_cost

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "target" / "call_cost"
INCLUDE = "import sysconfig; print(sysconfig.get_paths()['include'])"
#: The budget: nanoseconds over C a call, and the ratios to C and PyO3.
OVER_C, OVER_PYO3, BYTES = 8.0, 1.1, 1.02

#: The functions of `raw` that put on one layer each, in words.
LAYERS = {
    "keywords": "raw, the same call convention",
    "caught": "+ panic catch",
    "context": "+ context: the thread state",
    "depth": "+ depth, counted and restored",
    "boundary": "+ boundary: exception or result",
    "ours": "cpython-api: + module state",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One promise, and whether the run kept it."""

    text: str
    value: float
    limit: float

    @property
    def kept(self) -> bool:
        """Whether the value is within the limit."""
        return self.value <= self.limit


def main() -> int:
    """Build, measure, print; 1 if a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--json", action="store_true")
    options.add_argument("--record", type=Path)
    asked = options.parse_args()
    folder = build(asked.python)
    answer = subprocess.check_output([asked.python, str(HERE / "measure.py"), str(folder)])
    measured: dict[str, dict[str, float]] = json.loads(answer)
    limits = bounds(measured)
    if asked.record:
        crates = {kind: HERE / kind for kind in ("raw", "ours", "pyo3")}
        cost = build_cost(crates, environment(asked.python))
        asked.record.write_text(record(asked.python, measured, cost), encoding="utf-8")
    if asked.json:
        kept = [
            {"text": b.text, "value": b.value, "limit": b.limit, "kept": b.kept} for b in limits
        ]
        print(json.dumps({"schema": 1, "nanoseconds": measured, "bounds": kept}))
    else:
        show(measured, limits)
    return 0 if all(bound.kept for bound in limits) else 1


def record(
    python: str, measured: dict[str, dict[str, float]], cost: dict[str, dict[str, float]]
) -> str:
    """The file of the book: figures, and what they were measured with."""
    words = {
        "date": ["git", "log", "-1", "--format=%cs"],
        "commit": ["git", "log", "-1", "--format=%h"],
        "python": [python, "-I", "-c", "import platform; print(platform.python_version())"],
        "rustc": ["rustc", "--version"],
    }
    made = {
        name: subprocess.check_output(command, cwd=HERE, encoding="utf-8").strip()
        for name, command in words.items()
    }
    return (
        json.dumps({"schema": 1, **made, "nanoseconds": measured, "build": cost}, indent=1) + "\n"
    )


def build(python: str) -> Path:
    """The four modules for one interpreter, in one folder."""
    env = environment(python)
    folder = TARGET / "modules"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("ours", "raw", "pyo3"):
        subprocess.run(
            ["cargo", "build", "--release", "--quiet"], cwd=HERE / kind, env=env, check=True
        )
        library = next((TARGET / "release").glob(f"*call_cost_{kind}.[sd][oyl]*"))
        (folder / f"call_cost_{kind}.so").write_bytes(library.read_bytes())
    include = Path(subprocess.check_output([python, "-I", "-c", INCLUDE], encoding="utf-8").strip())
    compiler = ["cc", "-O3", "-shared", "-fPIC", f"-I{include}", f"-idirafter{include.parent}"]
    source, library = HERE / "call_cost.c", folder / "call_cost_c.so"
    subprocess.run([*compiler, str(source), "-o", str(library)], check=True)
    return folder


def environment(python: str) -> dict[str, str]:
    """What cargo needs to know of the interpreter."""
    import clang

    return os.environ | {
        "PYTHON_SYS_EXECUTABLE": python,
        "PYO3_PYTHON": python,
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "LIBCLANG_PATH": str(Path(clang.__path__[0]) / "native"),
        "CARGO_TARGET_DIR": str(TARGET),
    }


def bounds(measured: dict[str, dict[str, float]]) -> list[Bound]:
    """The promises of this benchmark."""
    found = []
    for label in ("no-op", "one int", "64 bytes"):
        times = measured[label]
        found.append(
            Bound(text=f"{label}: ns over C", value=times["ours"] - times["c"], limit=OVER_C)
        )
        found.append(
            Bound(text=f"{label}: x PyO3", value=times["ours"] / times["pyo3"], limit=OVER_PYO3)
        )
    # Copied, not summed: the copy is one function of libc for all, the sum a loop of two compilers.
    times = measured["64 KiB copied"]
    found.append(Bound(text="64 KiB copied: x C", value=times["ours"] / times["c"], limit=BYTES))
    return found


def show(measured: dict[str, dict[str, float]], limits: list[Bound]) -> None:
    """The tables."""
    kinds = ("c", "raw", "ours", "pyo3")
    print(f"{'ns a call':14}" + "".join(f"{kind:>10}" for kind in kinds))
    for label, times in measured.items():
        if label != "layers":
            print(f"{label:14}" + "".join(f"{times[kind]:10.1f}" for kind in kinds))
    print("\nlayers of a no-op, each with those above it")
    before = None
    for name, time in measured["layers"].items():
        added = "" if before is None else f"{time - before:+6.1f}"
        print(f"{LAYERS[name]:32}{time:8.1f}  {added}")
        before = time
    print()
    for bound in limits:
        word = "kept  " if bound.kept else "BROKEN"
        print(f"{word} {bound.text}: {bound.value:.2f} (at most {bound.limit})")


if __name__ == "__main__":
    raise SystemExit(main())
