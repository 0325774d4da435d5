"""The ports against the C of the same interpreter, in one interleaved run: a table and a plot.

`python benchmarks/ports/run.py [--out FOLDER] [--most BYTES]` builds each port with optimisation
and measures in this process. base64 is also held against pybase64, if it is installed, and
against a plain copy.
Every figure is the best of many rounds; a ratio above 1 means that the port is faster than C.
"""

# ruff: noqa: SLF001 - pybase64 tells its kernels by private names only

from __future__ import annotations

import argparse
import binascii
import importlib
import importlib.util
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from rustlab.lab import Lab
from rustlab.parity.building import build_port
from rustlab.parity.ports import PORTS, Port

SIZES = [16 * 4**step for step in range(12)]  # 16 B to 64 MiB
SPAN = 0.005  # seconds that one round should take
ROUNDS = 7
THREADS = 4
KERNELS = "base64-kernels, AVX2 where the processor has it"
Call = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One workload: seconds of a call for each side, best of all rounds."""

    name: str
    seconds: dict[str, float]

    def ratio(self, other: str = "C") -> float:
        return self.seconds[other] / self.seconds["port"]


class Thing:
    """An object with `__lt__`, as users have them."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __lt__(self, other: Thing) -> bool:
        return self.number < other.number


KINDS: dict[str, Callable[[int], Any]] = {
    "int": int, "float": float, "str": "{:08d}".format, "__lt__": Thing,
}  # fmt: skip


def load(port: Port) -> ModuleType:
    """The port, built with optimisation, beside C's module."""
    lab = Lab.open()
    file = build_port(port, lab.data, lab.toolchain(), lab.workspace, profile="release")
    loader = ExtensionFileLoader(port.module, str(file))
    spec = importlib.util.spec_from_file_location(port.module, file, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def measured(name: str, sides: dict[str, Call]) -> Row:
    """Turn about, so that a busy machine is busy for all; the best round counts."""
    begun = time.perf_counter()
    sides["C"]()
    repeat = max(1, int(SPAN / max(time.perf_counter() - begun, 1e-7)))
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(ROUNDS):
        for side, call in sides.items():
            begun = time.perf_counter()
            for _ in range(repeat):
                call()
            best[side] = min(best[side], (time.perf_counter() - begun) / repeat)
    return Row(name=name, seconds=best)


def searching(module: ModuleType, make: Callable[[int], Any]) -> Call:
    items = [make(number) for number in range(1000)]
    wanted = [make(random.Random(7).randrange(1000)) for _ in range(200)]
    bisect = module.bisect_right
    return lambda: [bisect(items, one) for one in wanted]


def sorting(module: ModuleType, make: Callable[[int], Any]) -> Call:
    choice = random.Random(11)
    items = [make(choice.randrange(10**6)) for _ in range(300)]
    push, pop, heapify = module.heappush, module.heappop, module.heapify

    def call() -> None:
        heap = items[:150]
        heapify(heap)
        for item in items[150:]:
            push(heap, item)
        while heap:
            pop(heap)

    return call


def comparing(modules: dict[str, ModuleType]) -> list[Row]:
    """bisect and heapq on four kinds of items."""
    works = {"bisect": searching, "heapq": sorting}
    rows = []
    for name, work in works.items():
        sides = {"port": modules[name], "C": importlib.import_module(f"_{name}")}
        for kind, make in KINDS.items():
            calls = {side: work(module, make) for side, module in sides.items()}
            rows.append(measured(f"{name}, {kind}", calls))
    return rows


def encoders(ours: ModuleType) -> dict[str, tuple[Callable[..., Any], Callable[..., Any]]]:
    """Encode and decode of each side. pybase64 may be missing: then its columns are."""
    sides = {
        "port": (lambda d: ours.b2a_base64(d, newline=False), ours.a2b_base64),
        "C": (lambda d: binascii.b2a_base64(d, newline=False), binascii.a2b_base64),
        "copy": (lambda d: bytes(memoryview(d)), lambda d: bytes(memoryview(d))),
    }
    if importlib.util.find_spec("pybase64"):
        other = importlib.import_module("pybase64")
        sides["pybase64"] = (other.b64encode, other.b64decode)
    return sides


def threaded(call: Call, pool: ThreadPoolExecutor) -> Call:
    return lambda: list(pool.map(lambda _: call(), range(THREADS)))


def coding(ours: ModuleType, sizes: list[int]) -> list[Row]:
    """base64 over the sizes, on one thread and on four."""
    rows = []
    with ThreadPoolExecutor(THREADS) as pool:
        for size in sizes:
            data = random.Random(size).randbytes(size)
            text = binascii.b2a_base64(data, newline=False)
            for place, (what, given) in enumerate((("encode", data), ("decode", text))):
                calls = {
                    side: (lambda f=pair[place], g=given: f(g))
                    for side, pair in encoders(ours).items()
                }
                rows.append(measured(f"{what} {label(size)}", calls))
                if size >= 2**16:
                    many = {side: threaded(call, pool) for side, call in calls.items()}
                    rows.append(measured(f"{what} {label(size)}, {THREADS} threads", many))
    return rows


def label(size: int) -> str:
    for unit, name in ((2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} B"


def pybase64_kernels() -> str:
    """What pybase64 was held to, so that both sides use the same instructions."""
    if not importlib.util.find_spec("pybase64"):
        return "pybase64 is not installed, its column is left out"
    inner = importlib.import_module("pybase64._pybase64")
    return f"pybase64 {inner._get_simd_name(inner._get_simd_path())}"


def hold_to_avx2() -> None:
    """Our kernels have no AVX-512, which the Rust floor lacks: a processor must not decide it."""
    if importlib.util.find_spec("pybase64"):
        inner = importlib.import_module("pybase64._pybase64")
        for flag in (1 << bit for bit in range(12)):
            if inner._get_simd_name(flag) == "AVX2" and inner._get_simd_flags_runtime() & flag:
                inner._set_simd_path(flag)


def table(rows: list[Row], title: str) -> str:
    sides = [side for side in rows[0].seconds if side != "port"]
    head = ["work", "port, µs", *(f"{side} / port" for side in sides)]
    lines = [f"## {title}", "", " | ".join(["", *head, ""]).strip()]
    lines.append("|" + " --- |" * len(head))
    for row in rows:
        cells = [row.name, f"{row.seconds['port'] * 1e6:.2f}"]
        cells += [f"{row.ratio(side):.2f}" for side in sides]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def plot(rows: list[Row]) -> str:
    """C / port over the sizes, as an SVG of its own: encode full, decode dashed."""
    top = max(row.ratio() for row in rows)
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" role="img">']
    parts.append("<title>Time of C over time of the port, by size</title>")
    level = 290 - 260 / top
    parts.append(f'<path d="M40 {level:.0f}H620" stroke="#888" stroke-dasharray="2 4"/>')
    parts.append(f'<text x="4" y="{level:.0f}" font-size="12" fill="#888">1x</text>')
    parts.append(f'<text x="4" y="30" font-size="12" fill="#888">{top:.0f}x</text>')
    for what, style in (("encode", ""), ("decode", ' stroke-dasharray="6 4"')):
        chosen = [r for r in rows if r.name.startswith(what) and "threads" not in r.name]
        step = 580 / (len(chosen) - 1)
        points = [
            f"{40 + n * step:.0f},{290 - 260 * r.ratio() / top:.0f}" for n, r in enumerate(chosen)
        ]
        parts.append(f'<polyline fill="none" stroke="#b7410e"{style} points="{" ".join(points)}"/>')
        parts.append(f'<text x="560" y="{points[-1].split(",")[1]}" font-size="12">{what}</text>')
    parts.append(f'<text x="40" y="312" font-size="12">{label(SIZES[0])}</text>')
    parts.append(f'<text x="570" y="312" font-size="12">{chosen[-1].name[7:]}</text></svg>')
    return "\n".join(parts)


def main() -> None:
    """Measure, print the tables, and write them with the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("target/bench"))
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out larger inputs")
    asked = parser.parse_args()
    out: Path = asked.out
    hold_to_avx2()
    modules = {name: load(PORTS[name]) for name in ("bisect", "heapq", "base64")}
    compared = comparing(modules)
    coded = coding(modules["base64"], [size for size in SIZES if size <= asked.most])
    text = "\n\n".join([
        "# Ports against C",
        "Time of the other side over time of the port: above 1, the port is faster.",
        table(compared, "bisect and heapq"),
        table(coded, "base64"),
        f"Kernels: port {KERNELS}; {pybase64_kernels()}.",
    ])  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    (out / "ports.md").write_text(text + "\n", encoding="utf-8")
    (out / "ports.svg").write_text(plot(coded) + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
