"""Measures ports beside C, in the interpreter that runs this.

`measure.py FOLDER MOST VECTORS`, with the standard library, and pybase64 if it is there. The
folder holds `_bisect.so`, `_heapq.so` and `binascii.so`. Prints one
JSON line a workload: seconds of one call for each side, the best of many rounds, taken in turns, so
that a busy machine is busy for all.
"""

# ruff: noqa: SLF001 - pybase64 tells its kernels by private names only

from __future__ import annotations

import importlib
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

SIZES = [16 * 4**step for step in range(12)]  # 16 B to 64 MiB
SPAN = 0.001  # seconds that one round should take at least
THREADS = 4
MANY = 2**16  # from this size on, on four threads too
Call = Callable[[], object]


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


def load(name: str) -> ModuleType:
    """The port, beside C's module."""
    file = str(Path(sys.argv[1], f"{name}.so"))
    loader = ExtensionFileLoader(name, file)
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def told(sides: dict[str, Call], **what: object) -> None:
    """Measure one workload and print it."""
    begun = time.perf_counter()
    sides["C"]()
    once = max(time.perf_counter() - begun, 1e-7)
    repeat, rounds = max(1, int(SPAN / once)), max(9, min(300, int(1.5 / max(once, SPAN))))
    best, turns = dict.fromkeys(sides, float("inf")), list(sides.items())
    for _ in range(rounds):
        # In any order: a fixed one could keep step with the slices of a busy machine's scheduler.
        random.shuffle(turns)
        for side, call in turns:
            begun = time.perf_counter()
            for _ in range(repeat):
                call()
            best[side] = min(best[side], (time.perf_counter() - begun) / repeat)
    print(json.dumps(what | {"seconds": best}), flush=True)


def searching(module: ModuleType, items: list[Any], wanted: list[Any]) -> Call:
    bisect = module.bisect_right
    return lambda: [bisect(items, one) for one in wanted]


def sorting(module: ModuleType, lists: list[list[Any]]) -> Call:
    push, pop, heapify = module.heappush, module.heappop, module.heapify

    def call() -> None:
        for items in lists:
            heap = items[:150]
            heapify(heap)
            for item in items[150:]:
                push(heap, item)
            while heap:
                pop(heap)

    return call


def comparing() -> None:
    """bisect and heapq on four kinds of items, which are the same objects for both sides.

    Six thousand places and ten heaps: a few of them a processor would learn by heart.
    """
    modules = {
        name: {"port": load(f"_{name}"), "C": importlib.import_module(f"_{name}")}
        for name in ("bisect", "heapq")
    }
    for kind, make in KINDS.items():
        choice = random.Random(7)
        items = [make(number) for number in range(1000)]
        wanted = [make(choice.randrange(1000)) for _ in range(6000)]
        calls = {side: searching(m, items, wanted) for side, m in modules["bisect"].items()}
        told(calls, work="bisect", kind=kind)
    for kind, make in KINDS.items():
        choice = random.Random(11)
        lists = [[make(choice.randrange(10**6)) for _ in range(300)] for _ in range(10)]
        sides = modules["heapq"].items()
        told({side: sorting(m, lists) for side, m in sides}, work="heapq", kind=kind)
        if kind == "float":
            # What not to do, for the book: one heap again and again.
            heaps = {side: sorting(m, lists[:1]) for side, m in sides}
            told(heaps, work="heapq, the same again", kind=kind)


def coders() -> Iterator[tuple[str, dict[str, Callable[[bytes], object]]]]:
    """Encode and decode of each side."""
    ours, theirs = load("binascii"), importlib.import_module("binascii")

    def copy(data: bytes) -> bytes:
        return bytes(memoryview(data))

    encode: dict[str, Callable[[bytes], object]] = {
        "port": lambda data: ours.b2a_base64(data, newline=False),
        "C": lambda data: theirs.b2a_base64(data, newline=False),
        "copy": copy,
    }
    decode = {"port": ours.a2b_base64, "C": theirs.a2b_base64, "copy": copy}
    if importlib.util.find_spec("pybase64"):
        other = importlib.import_module("pybase64")
        encode["pybase64"], decode["pybase64"] = other.b64encode, other.b64decode
    yield "encode", encode
    yield "decode", decode


def coding(most: int) -> None:
    """base64 over the sizes, on one thread and on four."""
    with ThreadPoolExecutor(THREADS) as pool:
        for size in [size for size in SIZES if size <= most]:
            data = random.Random(size).randbytes(size)
            text = importlib.import_module("binascii").b2a_base64(data, newline=False)
            for work, sides in coders():
                given = data if work == "encode" else text
                calls = {side: (lambda f=f, g=given: f(g)) for side, f in sides.items()}
                told(calls, work=work, size=size, threads=1)
                if size >= MANY:
                    many = {side: threaded(call, pool) for side, call in calls.items()}
                    told(many, work=work, size=size, threads=THREADS)


def threaded(call: Call, pool: ThreadPoolExecutor) -> Call:
    return lambda: list(pool.map(lambda _: call(), range(THREADS)))


def hold_to(name: str) -> str:
    """Make pybase64 use the vectors that ours do: a newer processor must not decide it."""
    if not importlib.util.find_spec("pybase64"):
        return "not installed"
    inner = importlib.import_module("pybase64._pybase64")
    for flag in (1 << bit for bit in range(8)):
        if inner._get_simd_name(flag) == name and inner._get_simd_flags_runtime() & flag:
            inner._set_simd_path(flag)
    return str(inner._get_simd_name(inner._get_simd_path()))


def main() -> None:
    """Everything, one line each."""
    print(json.dumps({"pybase64": hold_to(sys.argv[3])}), flush=True)
    comparing()
    coding(int(sys.argv[2]))


if __name__ == "__main__":
    main()
