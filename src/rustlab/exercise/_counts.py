"""Child: watches reference counts and blocks of memory while a body is called (BUGS D.3).

Runs in the child of a check, from its text; standard library only.
"""

from __future__ import annotations

import gc
import inspect
import sys
import sysconfig
from array import array
from collections.abc import Callable
from typing import Any

INNER = 100  # calls per round; a leak of one per call stands out from noise of one or two
WARM, ROUNDS = 3, 5  # rounds dropped, rounds judged (regrtest's -R idea, made for release builds)
SHIELD = 2000  # extra references: a function that takes some away cannot free what we still hold
FREE_THREADED = sysconfig.get_config_var("Py_GIL_DISABLED") == 1
NONE_IS_COUNTED = sys.version_info < (3, 12)  # PEP 683 made None immortal
HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: other types are not counted by their instances
SMALLEST = 16  # bytes of a heap block
WATCHED = ("argument", "item")
SHIELDS: list[object] = []


class Failed(Exception):  # noqa: N818 - a step failed, which is a finding and no error of ours
    """A step found something; `evidence` is what the parent matches misconceptions on."""

    def __init__(self, message: str, **evidence: object) -> None:
        super().__init__(message)
        self.evidence = evidence


class Witness:
    """An object to watch: its class has no free list and is never immortal."""

    def __repr__(self) -> str:
        return "obj"


def shielded() -> Witness:
    """Return an object that survives a function which takes references away."""
    witness = Witness()
    SHIELDS.append([witness] * SHIELD)
    return witness


def repair(value: object, delta: int) -> None:
    """Put back what was taken away, so that this process ends in order."""
    if delta < 0:
        import ctypes

        for _ in range(-delta):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))


def attempt(call: Callable[[], object]) -> object:
    """Return the result, or the exception: counts must be right on both ways."""
    try:
        return call()
    except Exception as error:
        return error.with_traceback(None)


def calls_step(body: Callable[..., object], functions: dict[str, Any]) -> None:
    """Watch counts, then blocks: a bare count costs no block, a lost object no count of ours."""
    names = list(inspect.signature(body).parameters)
    function = next(name for name in names if name in functions)
    watched = {name: shielded() for name in names if name in WATCHED}
    buffers = [bytearray(b"buffer") for name in names if name == "buffer"]

    def call() -> object:
        return body(*(functions.get(name) or watched.get(name) or buffers[0] for name in names))

    attempt(call)  # what Python caches at a first call moves the count of None by a dozen
    counted: dict[str, object] = {**watched, **({"None": None} if NONE_IS_COUNTED else {})}
    before = {name: sys.getrefcount(value) for name, value in counted.items()}
    first = attempt(call)
    if isinstance(first, NotImplementedError):
        told = str(first) or function  # what is missing may have another name than what was called
        found = {"kind": "not_written", "function": function, "text": told}
        raise Failed(f"`{told}` is not written yet", **found)
    for buffer in buffers:
        unlocked(function, buffer)
    kind = type(first)
    del first
    if not FREE_THREADED and kind.__flags__ & HEAP_TYPE:
        counted["type"], before["type"] = kind, sys.getrefcount(kind)
    watch_counts(function, call, counted, before)
    watch_blocks(function, call)


def watch_counts(
    function: str, call: Callable[[], object], counted: dict[str, object], before: dict[str, int]
) -> None:
    """Judge the counts after INNER calls, of which the first has been made."""
    for _ in range(INNER - 1):
        attempt(call)
    deltas = {name: sys.getrefcount(value) - before[name] for name, value in counted.items()}
    clear = {name: delta for name, delta in deltas.items() if abs(delta) >= 0.9 * INNER}
    for name, delta in clear.items():
        repair(counted[name], delta)
    for name, delta in clear.items():
        raise Failed(
            count_sentence(function, name, delta),
            kind="over_release" if delta < 0 else "leak",
            function=function,
            watched=name,
        )


def count_sentence(function: str, name: str, delta: int) -> str:
    what = {
        "argument": "its argument",
        "item": "the item",
        "None": "`None`",
        "type": "the type of its result",
    }[name]
    way = "fallen" if delta < 0 else "risen"
    blame = (
        "it gives away a reference that is not its own"
        if delta < 0
        else "it takes references that nobody gives back"
    )
    calls = f"after {INNER} calls of `{function}`"
    return f"{calls} the count of {what} had {way} by {abs(delta)}: {blame}"


def unlocked(function: str, buffer: bytearray) -> None:
    """A view that was never released pins its object: it can no longer grow."""
    try:
        buffer.append(0)
        buffer.pop()
    except BufferError:
        told = f"after a call of `{function}` its argument can no longer grow: a view is open"
        raise Failed(told, kind="buffer", function=function) from None


def watch_blocks(function: str, call: Callable[[], object]) -> None:
    """Watch Python's blocks and the heap that Rust's allocator takes from."""
    deltas, heap = block_deltas(call, INNER)
    if sorted(deltas)[ROUNDS // 2] <= 2:
        watch_heap(function, call, heap)
        return
    leak = {"kind": "leak", "function": function, "watched": "blocks"}
    if all(delta >= 0.9 * INNER for delta in deltas):
        lost = sorted(deltas)[ROUNDS // 2] / INNER
        blocks = "1 block" if lost < 1.5 else f"{lost:.0f} blocks"
        raise Failed(
            f"each call of `{function}` leaves {blocks} of memory behind", **leak, per_call=lost
        )
    # Neither clean nor a leak per call: more calls. Nobody is failed on what stays unclear.
    if all(delta >= 0.9 * INNER * 4 for delta in block_deltas(call, INNER * 4)[0]):
        raise Failed(f"`{function}` leaves memory behind on each call", **leak)


def watch_heap(function: str, call: Callable[[], object], heap: array[int]) -> None:
    """Fail on a heap that grows with each call, twice in a row: a Box that is not dropped."""
    if not all(delta >= 0.9 * INNER * SMALLEST for delta in heap):
        return
    again = block_deltas(call, INNER)[1]
    if all(delta >= 0.9 * INNER * SMALLEST for delta in again):
        lost = sorted(again)[ROUNDS // 2] // INNER
        told = f"each call of `{function}` leaves about {lost} bytes of Rust's memory behind"
        raise Failed(told, kind="rust_leak", function=function, per_call=lost)


def heap_bytes() -> Callable[[], int]:
    """Return what asks glibc for the bytes in use; elsewhere a heap that never grows."""
    import ctypes

    try:
        ask = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError, TypeError):
        return lambda: 0
    # hblkhd and uordblks are the fifth and the eighth of its ten numbers: mapped, and in use.
    numbers = ctypes.c_size_t * 10

    class Info(ctypes.Structure):
        _fields_ = [("numbers", numbers)]

    ask.restype = Info

    def in_use() -> int:
        told = ask().numbers
        return int(told[4]) + int(told[7])

    return in_use


def block_deltas(call: Callable[[], object], inner: int) -> tuple[array[int], array[int]]:
    """Growth of Python's blocks and of the heap per round. Arrays: a list's ints are blocks."""
    counts = array("q", [0] * (WARM + ROUNDS + 1))
    bytes_used = array("q", counts)
    clear = getattr(sys, "_clear_internal_caches", getattr(sys, "_clear_type_cache", gc.collect))
    in_use = heap_bytes()
    for turn in range(len(counts)):
        for _ in range(inner):
            attempt(call)
        gc.collect()
        clear()
        bytes_used[turn] = in_use()
        counts[turn] = sys.getallocatedblocks()
    return growth(counts), growth(bytes_used)


def growth(counts: array[int]) -> array[int]:
    return array("q", [counts[n + 1] - counts[n] for n in range(WARM, WARM + ROUNDS)])
