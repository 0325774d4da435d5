"""Repeats in the notebook what a call changed in its copies of the arguments."""

from __future__ import annotations

import array
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

from rustlab.errors import NotTransferable

HINT = "do this part in an `%%isolated` cell, or return the new value instead"


def write_back(tracked: list[Any], changes: Iterable[tuple[int, str, Any]]) -> None:
    """Apply every change in place; raise NotTransferable for those that cannot be repeated."""
    refused = []
    for index, aspect, state in changes:
        if aspect == "refused":
            refused.append(str(state))
            continue
        try:
            APPLY[aspect](tracked[index], state)
        except Exception as error:  # a setter of the learner's, or a locked buffer
            refused.append(f"an object of type `{type(tracked[index]).__name__}` ({error})")
    if refused:
        raise NotTransferable(
            f"the call changed {', '.join(refused)}; that cannot be repeated in the notebook",
            hint=HINT,
        )


def _pairs(flat: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _list(target: list[Any], state: list[Any]) -> None:
    list.__setitem__(target, slice(None), state)


def _deque(target: deque[Any], state: list[Any]) -> None:
    target.clear()
    target.extend(state)


def _dict(target: dict[Any, Any], state: list[Any]) -> None:
    # OrderedDict keeps its order outside of the dict, so only its own methods may touch it.
    base = OrderedDict if isinstance(target, OrderedDict) else dict
    base.clear(target)
    for key, value in _pairs(state):
        base.__setitem__(target, key, value)


def _set(target: set[Any], state: list[Any]) -> None:
    set.clear(target)
    set.update(target, state)


def _bytearray(target: bytearray, state: bytes) -> None:
    target[:] = state


def _buffer(target: Any, state: tuple[str, bytes]) -> None:
    form, data = state
    if isinstance(target, array.array):
        target[:] = array.array(form, data)
        return
    with memoryview(target) as view, view.cast("B") as flat:
        flat[:] = data


def _attributes(target: Any, state: list[Any]) -> None:
    new = dict(_pairs(state))
    for name in [n for n in getattr(target, "__dict__", {}) if n not in new]:
        object.__delattr__(target, name)
    for name, value in new.items():
        if getattr(target, name, target) is not value:
            object.__setattr__(target, name, value)


def _globals(target: FunctionType, state: list[Any]) -> None:
    for name, value in _pairs(state):
        if target.__globals__.get(name, target) is not value:
            target.__globals__[name] = value


def _closure(target: FunctionType, state: list[Any]) -> None:
    for index, content in _pairs(state):
        (target.__closure__ or ())[index].cell_contents = content


def _defaults(target: FunctionType, state: list[Any]) -> None:
    target.__defaults__ = tuple(state) or None


def _state(target: Any, state: Any) -> None:
    target.__setstate__(state)


APPLY: dict[str, Callable[[Any, Any], None]] = {
    "list": _list,
    "deque": _deque,
    "dict": _dict,
    "set": _set,
    "bytearray": _bytearray,
    "buffer": _buffer,
    "attributes": _attributes,
    "globals": _globals,
    "closure": _closure,
    "defaults": _defaults,
    "state": _state,
}
