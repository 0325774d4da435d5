"""What a call did to its mutable arguments: a shallow picture before, the difference after.

Every mutable object the notebook sent has a number, so a picture needs one level only: what lies
deeper has a number of its own. Standard library only.
"""

from __future__ import annotations

import types
from collections import OrderedDict, deque

TYPE_CHECKING = False  # without `typing` a worker starts sooner
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

REFUSED = "refused"

CONTAINERS: tuple[tuple[str, type, Any], ...] = (
    ("list", list, list.copy),
    ("deque", deque, list),
    ("dict", dict, lambda obj: flat(own_dict(obj).items(obj))),
    ("set", set, lambda obj: sorted(set.copy(obj), key=id)),
    ("bytearray", bytearray, bytes),
)


def picture(obj: Any, to_bytes: Callable[[Any], bytes]) -> dict[str, Any]:
    """Return aspect -> state of one object; `to_bytes` shows a state that nothing else does."""
    kind = type(obj)
    if kind is types.FunctionType:
        return function_state(obj)
    if isinstance(obj, type):
        return {"class": [v for k, v in vars(obj).items() if not k.startswith("__annot")]}
    found = {name: take(obj) for name, base, take in CONTAINERS if isinstance(obj, base)}
    found |= attribute_state(obj, kind)
    return found or buffer_state(obj) or {"opaque": to_bytes(obj)}


def changes(
    tracked: list[Any], before: list[dict[str, Any]], to_bytes: Callable[[Any], bytes]
) -> list[tuple[int, str, Any]]:
    """Return (number, aspect, new state) for everything that is not as it was."""
    return [
        change(index, obj, aspect, state)
        for index, (obj, old) in enumerate(zip(tracked, before, strict=True))
        for aspect, state in picture(obj, to_bytes).items()
        if not same(old.get(aspect), state)
    ]


def change(index: int, obj: Any, aspect: str, state: Any) -> tuple[int, str, Any]:
    """Say how the notebook can repeat the change; `REFUSED` where it cannot."""
    if aspect == "class":
        return (index, REFUSED, f"the class `{obj.__name__}`")
    if aspect != "opaque":
        return (index, aspect, state)
    try:
        reduced = obj.__reduce_ex__(4)
    except Exception:
        reduced = ()
    if len(reduced) > 2 and reduced[2] is not None and hasattr(obj, "__setstate__"):
        return (index, "state", reduced[2])
    return (index, REFUSED, f"an object of type `{type(obj).__name__}`")


def same(old: Any, new: Any) -> bool:
    """Compare two states by identity, text and bytes by value. Never calls code of a learner."""
    if type(new) is list:
        return type(old) is list and len(old) == len(new) and all(map(same_item, old, new))
    return same_item(old, new) or (type(new) is tuple and bool(new == old))  # (format, bytes)


def same_item(old: Any, new: Any) -> bool:
    """Compare two items of a state."""
    return old is new or (
        type(old) is type(new) and type(new) in {str, bytes, int} and bool(old == new)
    )


def own_dict(obj: Any) -> type[dict[Any, Any]]:
    """Return the class whose methods know the order of a dict; no method of a learner is called."""
    return OrderedDict if isinstance(obj, OrderedDict) else dict


def flat(pairs: Any) -> list[Any]:
    """Return names and values in one list, where `same` can compare them one by one."""
    return [part for pair in pairs for part in pair]


def buffer_state(obj: Any) -> dict[str, Any]:
    """Return the bytes of a writable buffer in one piece (array, ndarray); nothing for another."""
    try:
        with memoryview(obj) as view:
            if view.readonly or not view.c_contiguous:
                return {}
            return {"buffer": (view.format, view.tobytes())}
    except (TypeError, ValueError, BufferError):
        return {}


def attribute_state(obj: Any, kind: type) -> dict[str, Any]:
    """Return the attributes the instance itself has, in `__dict__` and in slots."""
    names = [name for base in kind.__mro__ for name in slots(base)]
    own = getattr(obj, "__dict__", None)
    if own is None and not names:
        return {}
    found = dict(own) if isinstance(own, dict) else {}
    for name in names:
        value = getattr(obj, name, REFUSED)  # an empty slot has no value
        if value is not REFUSED:
            found[name] = value
    return {"attributes": flat(found.items())}


def slots(base: type) -> Iterator[str]:
    """Yield the names of the slots a class declares, private ones as they are kept."""
    declared = base.__dict__.get("__slots__", ())
    for name in (declared,) if isinstance(declared, str) else declared:
        if name.startswith("__") and not name.endswith("__"):
            yield f"_{base.__name__.lstrip('_')}{name}"
        elif name not in {"__dict__", "__weakref__"}:
            yield name


def function_state(function: types.FunctionType) -> dict[str, Any]:
    """Return what a function sent by value can change: globals, closure, defaults, attributes."""
    scope = function.__globals__
    names = [n for n in sorted(global_names(function.__code__)) if n in scope]
    return {
        "globals": flat((n, scope[n]) for n in names if n != "__builtins__"),
        "closure": flat(enumerate_cells(function)),
        "defaults": list(function.__defaults__ or ()),
        "attributes": flat(vars(function).items()),
    }


def global_names(code: types.CodeType) -> set[str]:
    """Return the names a function and those inside of it may look up in its module."""
    inner = (c for c in code.co_consts if isinstance(c, types.CodeType))
    return set(code.co_names).union(*map(global_names, inner))


def enumerate_cells(function: types.FunctionType) -> Iterator[tuple[int, Any]]:
    """Yield the number and content of every cell that has one."""
    for index, cell in enumerate(function.__closure__ or ()):
        try:
            yield (index, cell.cell_contents)
        except ValueError:  # an empty cell
            continue
