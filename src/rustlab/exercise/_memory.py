"""Child: calls during which one piece of memory is refused: the first, the second and so on.

Runs in the child of a check, from its text; standard library only, and CPython's `_testcapi` where
it is installed. One refusal at a time: when all fail from some point on, CPython 3.11 cannot make
the MemoryError either and ends the process, which is nobody's fault here.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from rustlab.exercise._behaviour import seen, told
from rustlab.exercise._counts import WATCHED, Failed, attempt, repair, shielded, unlocked
from rustlab.exercise._machine import DEBUG

MOST = 60  # pieces of memory that are refused in turn; a call here takes about ten
PYTHONS_OWN = ("<function ", "<bound method ", "error return without exception set")
IN_PEACE = 3  # refusals in a row that changed nothing: the call takes no more pieces


def tools() -> tuple[Callable[[int, int], None], Callable[[], None]] | None:
    """Return what refuses memory and what ends it; None where that is not to be had.

    A debug build before 3.14 ends the process over the fault of its own that `judge` overlooks.
    """
    if DEBUG and sys.version_info < (3, 14):
        return None
    try:
        testing = importlib.import_module("_testcapi")
    except ImportError:
        return None
    return testing.set_nomemory, testing.remove_mem_hooks


class Starved:
    """A function of the module, during whose calls one piece of memory is refused.

    Only there: CPython 3.11 itself loses a count when memory runs out between two Python frames.
    """

    def __init__(self, function: Callable[..., object]) -> None:
        self.function, self.number = function, 0

    def __call__(self, *args: object) -> object:
        known = tools() if self.number else None
        if known is None:
            return self.function(*args)
        refuse, allow = known
        gc.collect()  # it empties the free lists, which would serve a call without any memory
        refuse(self.number - 1, self.number)
        held = (self.number, self.function)  # and the tuple that `refuse` has just put there
        try:
            return self.function(*args)
        finally:
            allow()
            del held


def memory_step(bodies: list[Callable[..., object]], functions: dict[str, Any]) -> None:
    """Refuse memory at each place of each body that the count probes repeat."""
    for body in bodies:
        names = list(inspect.signature(body).parameters)
        watched = {name: shielded() for name in names if name in WATCHED}
        starved = {n: Starved(functions[n]) for n in names if callable(functions.get(n))}
        buffer = bytearray(b"buffer")
        given = [starved.get(name) or watched.get(name) or buffer for name in names]
        sweep(partial(body, *given), starved, watched, buffer)


def sweep(
    call: Callable[[], object],
    starved: dict[str, Starved],
    watched: dict[str, Any],
    buffer: bytearray,
) -> None:
    usual, peace, function = type(attempt(call)), 0, next(iter(starved))
    for number in range(1, MOST):
        before = counts(watched)
        for one in starved.values():
            one.number = number
        came = attempt(call)
        peace = peace + 1 if type(came) is usual else 0
        judge(function, came, usual)
        del came
        unlocked(function, buffer)
        compare(function, watched, before)
        if peace == IN_PEACE:
            return


def judge(function: str, came: object, usual: type) -> None:
    """MemoryError, or what the call does as a rule, is in order; every other exception is a fault.

    A panic shows as one, and so does a broken protocol: a SystemError that names who broke it.
    Before 3.14 that may be a Python function: CPython drops the exception when it has no memory
    for the frame that goes into the traceback.
    """
    if not isinstance(came, Exception) or isinstance(came, MemoryError) or type(came) is usual:
        return
    if not (isinstance(came, SystemError) and str(came).startswith(PYTHONS_OWN)):
        said = f"when memory ran out, `{function}` did not pass it on: it {told(came)}"
        raise Failed(said, function=function, **seen(came))


def counts(watched: dict[str, Any]) -> dict[str, int]:
    return {name: sys.getrefcount(value) for name, value in watched.items()}


def compare(function: str, watched: dict[str, Any], before: dict[str, int]) -> None:
    """Fail on a count that is another one than before; what a traceback holds is let go first."""
    if counts(watched) != before:
        gc.collect()
    for name, after in counts(watched).items():
        delta = after - before[name]
        if not delta:
            continue
        repair(watched[name], delta)
        way = "kept a reference to" if delta > 0 else "gave away a reference of"
        what = "its argument" if name == "argument" else "the item"
        raise Failed(
            f"when memory ran out, `{function}` {way} {what}",
            kind="leak" if delta > 0 else "over_release",
            function=function,
            watched=name,
        )
