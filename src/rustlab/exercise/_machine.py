"""Child: probes that need the whole process: threads, other interpreters, time.

Runs in the child of a check, from its text; standard library only. Thresholds
were measured, see ARCHITECTURE.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from rustlab.exercise._counts import FREE_THREADED, Failed, attempt

ONE = (os.cpu_count() or 1) < 2  # processor: rates say nothing there
DEBUG = hasattr(sys, "gettotalrefcount")
DETACHED, ATTACHED = 0.5, 0.15  # of what a second thread does while the first one sleeps
ROUNDS = 7  # of a comparison of times; the least one counts
INTERPRETERS = 3

# What an isolated interpreter runs: the module anew, then what the exercise says of it.
_ISOLATED = """
import importlib.util
spec = importlib.util.spec_from_file_location({name!r}, {path!r})
{name} = importlib.util.module_from_spec(spec)
spec.loader.exec_module({name})
{code}
"""


def detach_step(body: Callable[..., object], functions: dict[str, Any]) -> None:
    """Another thread must get on with its work while the body runs."""
    names = list(inspect.signature(body).parameters)
    calls = [functions[name] for name in names]
    for _ in range(3):
        share = (
            overlap(lambda: body(*calls)) if FREE_THREADED or ONE else ratio(lambda: body(*calls))
        )
        if share >= DETACHED:
            return
        if share <= ATTACHED:
            break
    told = "while it runs, other threads stand still: it holds on to its thread state"
    raise Failed(told, kind="attached", function=names[0] if names else "")


def ratio(call: Callable[[], object]) -> float:
    """How fast a second thread counts during the call, as a part of what it does in peace."""
    count, stop = [0], threading.Event()

    def spin() -> None:
        while not stop.is_set():
            count[0] += 1

    thread = threading.Thread(target=spin, daemon=True)
    thread.start()
    try:
        peace = rate(count, lambda: time.sleep(0.2))
        return rate(count, call) / peace
    finally:
        stop.set()
        thread.join()


def rate(count: list[int], call: Callable[[], object]) -> float:
    begun, before = time.perf_counter(), count[0]
    attempt(call)
    return (count[0] - before) / max(time.perf_counter() - begun, 1e-9)


def overlap(call: Callable[[], object]) -> float:
    """1 when a collection of another thread, which stops the world, ends before the call does."""
    import gc

    ended: list[float] = []
    begin = threading.Event()

    def collect() -> None:
        begin.wait()
        time.sleep(0.02)
        gc.collect(0)
        ended.append(time.perf_counter())

    thread = threading.Thread(target=collect, daemon=True)
    thread.start()
    begin.set()
    attempt(call)
    done = time.perf_counter()
    thread.join()
    return 1.0 if ended and ended[0] < done else 0.0


def interpreters() -> Any:
    """The module that makes interpreters, under the name it has here; None where there is none."""
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def isolated_step(module: ModuleType, code: str) -> None:
    """Import the module in other interpreters; `code` says what must hold there."""
    made = interpreters()
    path = str(module.__file__)
    text = _ISOLATED.format(name=module.__name__, path=path, code=code)
    for _ in range(INTERPRETERS):
        number = made.create()
        try:
            said = made.run_string(number, text)
        except Exception as error:  # before 3.13 it raises what went wrong there
            said = str(error)
        finally:
            made.destroy(number)
        if said is not None:
            told = str(getattr(said, "formatted", None) or getattr(said, "msg", None) or said)
            kind = "shared_state" if "AssertionError" in told else "interpreter"
            raise Failed(f"in another interpreter: {told}", kind=kind, text=told)


def speed_step(body: Callable[..., Any], functions: dict[str, Any], oracle: type) -> None:
    """The body returns (ours, theirs, floor): two calls, and how fast ours must be, as a ratio."""
    known = {**functions, "reference": oracle}
    ours, theirs, floor = body(*(known[name] for name in inspect.signature(body).parameters))
    best = 0.0
    for _ in range(3):  # a machine that is busy gets another chance
        best = max(best, faster(ours, theirs))
        if best >= floor:
            return
    told = f"it runs at {best:.2f} of the speed of Python's own; the floor is {floor:.2f}"
    raise Failed(told, kind="slow", ratio=best)


def faster(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    least = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for which, call in enumerate((ours, theirs)):
            begun = time.perf_counter()
            call()
            least[which] = min(least[which], time.perf_counter() - begun)
    return least[1] / max(least[0], 1e-9)
