"""What one call does to the reference counts of everything near it.

Runs where the function is real: `xray.py` sends these functions by value into the worker. Standard
library only.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from typing import Any

SHIELD = 1000  # references of ours, so that one given away too often frees nothing
ATOMS = (bool, int, float, complex, str, bytes, type(None), type, type(...))
IMMORTAL = 1 << 28
SHOWN = 10  # items of an argument
NONE_IS_COUNTED = sys.version_info < (3, 12)
Watched = list[tuple[str, Any]]
Held = dict[int, tuple[str, int]]  # id of an owner -> (its type, how many references it has)


def look(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Make the call; return (what it raised, a row for each object, one for the result).

    A row is (name, what it is, counts before, with the result and after, references that owners
    had and have, types of new owners). What is immortal has no counts.
    """
    if NONE_IS_COUNTED:  # code that runs for the first time takes a None or two for itself
        measured(len, ([],), {}, settle=int)
        measured(len, (0,), {}, settle=int)
    return measured(function, args, kwargs, settle=gc.collect)


def measured(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    settle: Callable[[], object],
) -> Any:
    """What `look` returns; `settle` is called before each count that has to hold."""
    # The first call of a class writes into tables of its own, in which a None may stand.
    watched = everything(args, kwargs, none=NONE_IS_COUNTED and not isinstance(function, type))
    shields = [[value] * SHIELD for _, value in watched]
    ours = {id(watched), *map(id, shields), *map(id, watched)}
    settle()
    gc.disable()
    try:
        before, held = counts(watched), [owners(value, ours) for _, value in watched]
        try:
            result, raised = function(*args, **kwargs), ""
        except Exception as error:
            result, raised = None, f"{type(error).__name__}: {error}"
        during = counts(watched)
        told = described(result, watched, ours) if not raised else ()
        del result
        settle()  # a class that the call made goes with its cycle, and lets go of its None
        after, left = counts(watched), [owners(value, ours) for _, value in watched]
        rows = [
            row(one, (b, d, a), h, now)
            for one, b, d, a, h, now in zip(watched, before, during, after, held, left, strict=True)
        ]
        repair(watched, rows)
    finally:
        gc.enable()
    return raised, rows, told


def everything(args: tuple[Any, ...], kwargs: dict[str, Any], *, none: bool) -> Watched:
    """The arguments, what is in them one level deep, and None if that is asked for."""
    named = [(f"argument {n}", value) for n, value in enumerate(args, start=1)]
    named += [(f"argument `{name}`", value) for name, value in kwargs.items()]
    found = list(named)
    for name, value in named:
        if type(value) in {list, tuple}:
            found += [(f"item {n} of {name}", item) for n, item in enumerate(value[:SHOWN])]
        elif type(value) is dict:
            found += [(f"value {k!r} of {name}", v) for k, v in list(value.items())[:SHOWN]]
    found += [("None", None)] if none else []
    unique: dict[int, tuple[str, Any]] = {}
    for name, value in found:
        unique.setdefault(id(value), (name, value))
    return list(unique.values())


def counts(watched: Watched) -> list[int]:
    """The counts as they are. Every entry of the method cache that is not in use holds a None.

    A first call fills entries, and None would seem to be given away; an emptied cache is a fixed
    number of them (`PyType_ClearCache`).
    """
    if NONE_IS_COUNTED:
        sys._clear_type_cache()  # noqa: SLF001 - the only way to it from Python
    return [sys.getrefcount(value) for _, value in watched]


def owners(value: Any, ours: set[int]) -> Held:
    """Who has references to it, as far as the collector sees."""
    held: Held = {}
    if value is None:
        return held  # everybody has
    for owner in gc.get_referrers(value):
        if id(owner) not in ours and type(owner).__name__ not in {"frame", "cell"}:
            times = sum(one is value for one in gc.get_referents(owner))
            held[id(owner)] = (type(owner).__name__, times)
    return held


def described(result: Any, watched: Watched, ours: set[int]) -> tuple[str, str, int, int]:
    """The result: what it is, which of the objects, its count and how much of that is owned.

    -1 for what is not counted: a None in here would be one more reference to None.
    """
    place = next((name for name, value in watched if value is result), "")
    if place or isinstance(result, ATOMS):
        return short(result), place, -1, 0
    owned = sum(times for _, times in owners(result, ours).values())
    return short(result), place, sys.getrefcount(result) - 3, owned


def row(one: tuple[str, Any], seen: tuple[int, int, int], held: Held, left: Held) -> Any:
    name, value = one
    new = {kind for key, (kind, n) in left.items() if n > held.get(key, ("", 0))[1]}
    owned = [sum(times for _, times in one.values()) for one in (held, left)]
    mortal = seen[0] < IMMORTAL
    changes = [count - seen[0] for count in seen[1:]]
    return name, short(value), changes if mortal else None, owned, sorted(new)


def repair(watched: Watched, rows: list[Any]) -> None:
    """Put back what was given away, so that this process ends in order."""
    for (_, value), (_, _, changes, owned, _) in zip(watched, rows, strict=True):
        lost = owned[1] - owned[0] - changes[1] if changes else 0
        for _ in range(lost):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))


def short(value: Any) -> str:
    if isinstance(value, ATOMS):
        text = repr(value)
        return f"`{text if len(text) <= 40 else text[:37] + '...'}`"
    return f"an object of type `{type(value).__name__}`"
