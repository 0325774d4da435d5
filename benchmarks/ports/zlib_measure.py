"""`zlib_measure.py FILE [--full]`: the port in FILE and C's `zlib`, turn about, as JSON lines.

Standard library only: it runs in the interpreter that is measured. Each line is a workload with
the seconds of both sides, the best of all rounds, and where output is made its size. Seconds are
processor time of the calling thread, so that a busy machine decides little; with several threads
they are by the clock.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import sys
import sysconfig
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ExtensionFileLoader
from itertools import cycle, islice
from pathlib import Path
from types import ModuleType
from typing import Any

SIZES = {False: (16, 1024, 2**16, 2**20), True: tuple(16 * 4**step for step in range(12))}
SPAN = 0.002  # seconds that one round should take: less than a turn on a busy machine
ROUNDS = (
    (0.005, 60),
    (0.05, 15),
    (0.5, 5),
)  # a call shorter than this: so many; longer: 3
THREADS = 4
STREAMS = 64
Call = Callable[[], object]
Clock = Callable[[], float]
Row = dict[str, Any]


def load(file: str) -> ModuleType:
    """The port, beside C's own in `sys.modules`."""
    loader = ExtensionFileLoader("zlib", file)
    spec = importlib.util.spec_from_file_location("zlib", file, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def timed(call: Call, repeat: int, clock: Clock) -> float:
    begun = clock()
    for _ in range(repeat):
        call()
    return (clock() - begun) / repeat


def measured(sides: dict[str, Call], clock: Clock = time.thread_time) -> dict[str, float]:
    """Turn about, so that a busy machine is busy for all; the best round counts."""
    least = min(max(timed(call, 1, clock), 1e-7) for call in sides.values())
    repeat = max(1, int(SPAN / least))
    rounds = next((many for longest, many in ROUNDS if least < longest), 3)
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for side, call in sides.items():
            best[side] = min(best[side], timed(call, repeat, clock))
    return best


def filled(files: list[Path], size: int) -> bytes:
    """So many bytes of these files, from the beginning again where they are too short."""
    found = bytearray()
    for file in islice(cycle(files), 10**6):
        found += file.read_bytes()
        if len(found) >= size:
            break
    return bytes(found[:size])


def inputs(size: int) -> dict[str, bytes]:
    """Text and binaries that every interpreter has, and noise."""
    library = Path(sysconfig.get_path("stdlib"))
    binary = [Path(sys.executable).resolve(), *sorted(library.rglob("*.so"))]
    return {
        "text": filled(sorted(filter(Path.is_file, library.glob("*.py"))), size),
        "binary": filled(binary, size),
        "noise": random.Random(size).randbytes(size),
    }


def both(port: ModuleType, use: Callable[[Any], Call]) -> dict[str, Call]:
    return {"C": use(zlib), "port": use(port)}


def compressing(port: ModuleType, kind: str, data: bytes) -> Iterator[Row]:
    for level in range(10):
        sides = both(port, lambda m, n=level: lambda: m.compress(data, n))
        made = {side: len(call()) for side, call in sides.items()}  # type: ignore[arg-type]
        yield row("compress", kind, len(data), sides, level=level, bytes=made)


def decompressing(port: ModuleType, kind: str, data: bytes) -> Row:
    packed = zlib.compress(data, 6)
    return row("decompress", kind, len(data), both(port, lambda m: lambda: m.decompress(packed)))


def summing(port: ModuleType, data: bytes) -> Iterator[Row]:
    for name in ("crc32", "adler32"):
        yield row(
            name, "noise", len(data), both(port, lambda m, n=name: lambda: getattr(m, n)(data))
        )


def row(work: str, kind: str, size: int, sides: dict[str, Call], **more: Any) -> Row:
    return {"work": work, "kind": kind, "size": size, "seconds": measured(sides), **more}


def threaded(port: ModuleType, data: bytes) -> Row:
    """Four threads at once, each with an object of its own."""
    with ThreadPoolExecutor(THREADS) as pool:

        def use(module: Any) -> Call:
            return lambda: list(pool.map(module.compress, [data] * THREADS))

        seconds = measured(both(port, use), time.perf_counter)
    about = {"work": "compress", "kind": "text", "size": len(data), "level": 6}
    return {**about, "threads": THREADS, "seconds": seconds}


def repeated(port: ModuleType) -> Iterator[Row]:
    """What zlib-rs does worse: the same text once more, at the far end of the window."""
    text = Path(random.__file__).read_bytes()
    for level in (1, 6, 9):
        sides = both(port, lambda m, n=level: lambda: m.compress(text * 3, n))
        made = {side: len(call()) for side, call in sides.items()}  # type: ignore[arg-type]
        yield row("compress", "text x3", len(text) * 3, sides, level=level, bytes=made)


def spun(during: Call) -> float:
    """What another thread gets of the processor while this one works, as a part of what it gets.

    A thread that may run gets as much as this one, on an idle machine and on a busy one; one that
    waits for the interpreter gets nothing.
    """
    stop, used = threading.Event(), [0.0]

    def spin() -> None:
        while not stop.is_set():
            used[0] = time.thread_time()

    thread = threading.Thread(target=spin)
    thread.start()
    others, own = used[0], time.thread_time()
    during()
    share = (used[0] - others) / (time.thread_time() - own)
    stop.set()
    thread.join()
    return share


def detached(port: ModuleType, size: int) -> Row:
    """The best share of three for each side."""
    data = inputs(size)["text"]
    shares: dict[str, list[float]] = {"C": [], "port": []}
    for _ in range(3):
        for side, module in (("C", zlib), ("port", port)):
            shares[side].append(spun(lambda m=module: m.compress(data, 6)))  # type: ignore[misc]
    best = {side: max(found) for side, found in shares.items()}
    return {"work": "others run", "kind": "text", "size": size, "ratio": best}


def held(port: ModuleType) -> Iterator[Row]:
    """The memory of one stream that compresses, where the system says what a process has."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return
    kept, grown = [], {}
    for side, module in (("C", zlib), ("port", port)):
        before = int(status.read_text().split()[5])
        kept.append([module.compressobj() for _ in range(STREAMS)])
        pages = int(status.read_text().split()[5]) - before
        grown[side] = pages * os.sysconf("SC_PAGE_SIZE") // STREAMS
    yield {"work": "memory", "kind": "a stream", "size": STREAMS, "held": grown}


def workloads(port: ModuleType, *, full: bool) -> Iterator[Row]:
    yield from held(port)  # before anything is freed that the streams could lie in
    list(compressing(port, "text", b"x"))  # the first calls pay for memory that later ones reuse
    for size in SIZES[full]:
        for kind, data in inputs(size).items():
            yield from compressing(port, kind, data)
            yield decompressing(port, kind, data)
    for size in (16, 256, 1024, 4096, 2**16, 2**20):
        yield from summing(port, random.Random(size).randbytes(size))
    yield from repeated(port)
    yield threaded(port, inputs(2**20)["text"])
    yield detached(port, 2**26)


def main() -> None:
    """Print a line for each workload when it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    for one in workloads(load(asked.file), full=asked.full):
        print(json.dumps(one), flush=True)


if __name__ == "__main__":
    main()
