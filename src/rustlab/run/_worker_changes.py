"""What a call did to its mutable arguments: a shallow picture before, the difference after.

Every mutable object the notebook sent is listed by number, so a picture needs one level only:
what lies deeper is in the list itself. Standard library only.
"""

from __future__ import annotations

import types
from collections import deque

REFUSED = "refused"


def pictures(tracked, reduce_to_bytes):
    """Return one picture, a dict of aspect -> state, for every tracked object."""
    return [picture(obj, reduce_to_bytes) for obj in tracked]


def changes(tracked, before, reduce_to_bytes):
    """Return (index, aspect, new state) for everything that is not as it was."""
    found = []
    for index, (obj, old) in enumerate(zip(tracked, before, strict=True)):
        new = picture(obj, reduce_to_bytes)
        for aspect, state in new.items():
            if not same(old.get(aspect), state):
                found.append(change(index, obj, aspect, state))
    return found


def picture(obj, reduce_to_bytes):
    kind = type(obj)
    if kind is types.FunctionType:
        return function_state(obj)
    if isinstance(obj, type):
        return {"class": [v for k, v in vars(obj).items() if k not in {"__dict__", "__weakref__"}]}
    found = {}
    for aspect, base, capture in CONTAINERS:
        if isinstance(obj, base):
            found[aspect] = capture(obj)
    attributes = attribute_state(obj, kind)
    if attributes is not None:
        found["attributes"] = attributes
    if not found and not is_buffer(obj, found):
        found["opaque"] = reduce_to_bytes(obj)
    return found


CONTAINERS = (
    ("list", list, list.copy),
    ("deque", deque, list),
    ("dict", dict, lambda obj: [x for item in dict.items(obj) for x in item]),
    ("set", set, lambda obj: sorted(set.copy(obj), key=id)),
    ("bytearray", bytearray, bytes),
)


def is_buffer(obj, found):
    """Add the bytes of a writable buffer (array, ndarray) that is one piece of memory."""
    try:
        with memoryview(obj) as view:
            if view.readonly or not view.c_contiguous:
                return False
            found["buffer"] = (view.format, view.tobytes())
    except (TypeError, ValueError, BufferError):
        return False
    return True


def attribute_state(obj, kind):
    """Return the instance's own attributes, names and values in one flat list; None if it has none."""
    names = [n for base in kind.__mro__ for n in slots(base)]
    own = getattr(obj, "__dict__", None)
    if own is None and not names:
        return None
    found = dict(own) if isinstance(own, dict) else {}
    for name in names:
        try:
            found[name] = object.__getattribute__(obj, name)
        except AttributeError:
            pass
    return [x for item in found.items() for x in item]


def slots(base):
    declared = base.__dict__.get("__slots__", ())
    declared = (declared,) if isinstance(declared, str) else declared
    private = "_" + base.__name__.lstrip("_")
    return [
        private + n if n.startswith("__") and not n.endswith("__") else n
        for n in declared
        if n not in {"__dict__", "__weakref__"}
    ]


def function_state(function):
    """Return what a function sent by value can change: globals, closure, defaults, attributes."""
    names = sorted(global_names(function.__code__))
    scope = function.__globals__
    cells = enumerate(map(cell_value, function.__closure__ or ()))
    return {
        "globals": [x for n in names if n in scope and n != "__builtins__" for x in (n, scope[n])],
        "closure": [x for index, value in cells if value for x in (index, value[0])],
        "defaults": list(function.__defaults__ or ()),
        "attributes": [x for item in vars(function).items() for x in item],
    }


def global_names(code):
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= global_names(constant)
    return found


def cell_value(cell):
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


def same(old, new):
    """Compare two pictures by identity, text and bytes by value. Never calls code of a learner."""
    if type(new) is list:
        return type(old) is list and len(old) == len(new) and all(map(same_item, old, new))
    return same_item(old, new) or (type(new) is tuple and new == old)  # (format, bytes)


def same_item(old, new):
    return old is new or (type(old) is type(new) and type(new) in {str, bytes, int} and old == new)


def change(index, obj, aspect, state):
    """Say how the notebook can repeat the change; `REFUSED` where it cannot."""
    if aspect == "class":
        return (index, REFUSED, f"the class `{obj.__name__}`")
    if aspect == "opaque":
        try:
            reduced = obj.__reduce_ex__(4)
        except Exception:  # noqa: BLE001 - code of a learner
            reduced = ()
        if len(reduced) > 2 and reduced[2] is not None and hasattr(obj, "__setstate__"):
            return (index, "state", reduced[2])
        return (index, REFUSED, f"an object of type `{type(obj).__name__}`")
    return (index, aspect, state)
