"""Child: what the module answers, compared with the reference (BUGS D.5).

Runs in the child of a check, from its text; standard library only.
"""

from __future__ import annotations

import importlib.util
import inspect
import random
import re
from collections.abc import Callable
from functools import partial
from itertools import chain
from operator import is_
from types import ModuleType
from typing import Any, NoReturn

from rustlab.exercise._counts import WATCHED, Failed, attempt, shielded, unlocked

Function = Callable[..., object]
Arguments = tuple[object, ...]

# Each is the text of an expression: it is shown as it is, and evaluated fresh for every call.
HOSTILE = (
    "None", "True", "0", "-1", "2**31", "2**63", "-2**70", "1.5", "float('nan')", "''", "'é'",
    r"'\ud800'", r"'\0'", "b''", "bytearray()", "memoryview(b'abcdef')[::2]", "object()", "type",
    "list", "NotImplemented", "(n for n in ())", "()", "(1, 2)", "{}", "{0: 'zero'}", "set()",
    "range(3)", "[]", "[[]]", "[None]", "[1, 2]", "subclass(list)([1, 2])", "subclass(list)()",
    "hostile(list)([1, 2])", "hostile(tuple)((1, 2))", "hostile(str)('text')",
    "hostile(object)()", "containing_itself()", "[None] * 1_000_000", "(None,) * 1_000_000",
    "deep()",
)  # fmt: skip


def raises(
    expected: type[Exception], what: str, function: Callable[..., object], *args: object
) -> None:
    """Assert that the call raises exactly this exception."""
    came = attempt(lambda: function(*args))
    if type(came) is not expected:
        must_raise(expected, what, came)


def must_raise(expected: type[BaseException], what: str, came: object) -> NoReturn:
    wanted = expected.__name__
    raise Failed(f"{what} must raise {wanted}; it {told(came)}", **evidence(came), wanted=wanted)


def told(came: object) -> str:
    """Say what a call did."""
    return f"raised {described(came)}" if isinstance(came, Exception) else f"returned {short(came)}"


def evidence(came: object) -> dict[str, object]:
    """Return what the parent may match on."""
    return seen(came) if isinstance(came, Exception) else {"kind": "wrong_result"}


_WORDS = {
    "returned NULL without setting an exception": "it returned NULL and set no exception",
    "error return without exception set": "it returned NULL and set no exception",
    "returned a result with an exception set": "it returned an object with an exception set",
    "bad argument to internal function": "a C function got an object that it is not made for",
}


def described(error: BaseException) -> str:
    """Return type and message; what the interpreter says of a broken protocol in words."""
    text = next((words for sign, words in _WORDS.items() if sign in str(error)), str(error))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def seen(error: BaseException) -> dict[str, object]:
    return {"kind": "exception", "raised": type(error).__name__, "text": str(error)}


def check_step(
    check: Callable[..., object], functions: dict[str, Any], *, seeds: list[str]
) -> None:
    """Run a check of `checks.py`; one that takes `rng` once for each seed."""
    names = list(inspect.signature(check).parameters)
    for seed in seeds if "rng" in names else seeds[:1]:
        given = {**functions, "raises": raises, "rng": random.Random(seed)}
        given |= {name: shielded() for name in names if name in WATCHED}
        try:
            check(*(given[name] for name in names))
        except Failed:
            raise
        except AssertionError as error:
            where = f" (seed {seed!r})" if "rng" in names else ""
            raise Failed(f"{error}{where}", kind="wrong_result", text=str(error)) from None


def hostile_step(call: str, text: str, function: Function, oracle: Function, *, own: bool) -> None:
    """Give both the same awkward arguments and compare result or type of exception.

    `text` is one argument, and both get the same object. One of the exercise's `own` is a tuple of
    arguments: each gets objects of its own, which must look alike afterwards.
    """
    theirs = fresh(text) if own else (eval(text, dict(globals())),)
    ours = fresh(text) if own else theirs
    expected, actual = attempt(lambda: oracle(*theirs)), attempt(lambda: function(*ours))
    if isinstance(expected, Exception):
        if type(actual) is not type(expected):
            must_raise(type(expected), call, actual)
    elif not alike(expected, actual, theirs, ours):
        said = f"{call} must return {short(expected)}; it {told(actual)}"
        raise Failed(said, **evidence(actual))
    for before, after in zip(theirs, ours, strict=True):
        if type(after) is bytearray:
            unlocked(call.partition("(")[0], after)
        if isinstance(before, MUTABLE) and before is not after and not equal(before, after):
            said = f"{call} must leave its argument as {short(before)}; it became {short(after)}"
            raise Failed(said, kind="wrong_result")


def fresh(text: str) -> tuple[object, ...]:
    """Evaluate the text of a tuple of arguments; one without a comma is one argument."""
    value: object = eval(text, dict(globals()))
    return value if isinstance(value, tuple) else (value,)


ATOMS = (type(None), bool, int, float, complex, str, bytes)
MUTABLE = (list, dict, set, bytearray)


def alike(expected: object, actual: object, theirs: Arguments, ours: Arguments) -> bool:
    """Whether the results are equal, and the very object where the reference gave one of its own.

    An object that the reference took out of its arguments must come out of the same place.
    """
    if expected is actual:
        return True
    if type(expected) not in ATOMS and came_in(expected, theirs):
        mine, yours = with_items(theirs), with_items(ours)
        place = next(n for n, value in enumerate(mine) if value is expected)
        return place < len(yours) and yours[place] is actual
    return equal(expected, actual)


def came_in(value: object, arguments: Arguments) -> bool:
    """Whether it is an argument or an item of one; in C, since a million items are looked at."""
    lists: list[Any] = [one for one in arguments if type(one) in {list, tuple}]
    return any(map(partial(is_, value), chain(arguments, *lists)))


def with_items(arguments: Arguments) -> list[object]:
    lists: list[Any] = [one for one in arguments if type(one) in {list, tuple}]
    return [*arguments, *(item for one in lists for item in one)]


def equal(expected: object, actual: object) -> bool:
    """Whether type and value are the same; NaN is NaN."""
    if type(expected) is not type(actual):
        return False
    try:
        return bool(expected == actual) or repr(expected) == repr(actual)
    except Exception:  # nested too deep, or a method that raises
        return False


def short(value: object) -> str:
    """Return the object as text: short, the same on every run, whatever its class does."""
    if isinstance(value, Evil):
        return f"the {type(value).__name__}"
    try:
        text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    except Exception as error:  # nested too deep, or a method that raises
        return f"the {type(value).__name__} ({type(error).__name__} in its repr)"
    return text if len(text) <= 60 else text[:57] + "..."


_ASKED = (
    "__getitem__", "__len__", "__iter__", "__eq__", "__bool__", "__index__", "__hash__", "__repr__",
)  # fmt: skip


class Evil:
    """Marks the classes whose methods raise."""


def subclass(base: type) -> type:
    return type(f"Sub{base.__name__}", (base,), {})


def hostile(base: type) -> type:
    """A subclass whose methods raise: C code that looks at the object itself calls none."""

    def refuse(*_: object) -> None:
        raise RuntimeError("a method of the argument was called")

    return type(f"Hostile{base.__name__.title()}", (Evil, base), dict.fromkeys(_ASKED, refuse))


def containing_itself() -> list[object]:
    items: list[object] = []
    items.append(items)
    return items


def deep() -> list[object]:
    items: list[object] = []
    for _ in range(10_000):
        items = [items]
    return items


def second_import_step(module: ModuleType, functions: dict[str, Any], checks: list[Any]) -> None:
    """Load the module again under its name and repeat the checks on the new functions."""
    spec = importlib.util.spec_from_file_location(module.__name__, module.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    for name in functions:
        functions[name] = getattr(again, name)
    for step in checks:
        step.run()
