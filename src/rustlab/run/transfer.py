"""How values travel: cloudpickle, with numbers for what lives elsewhere and what may change."""

from __future__ import annotations

import enum
import io
import pickle
import types
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from uuid import UUID

import cloudpickle
from cloudpickle import cloudpickle as internals

from rustlab.errors import NotTransferable, RustlabError
from rustlab.run.twins import Twins

ATOMS = frozenset({
    type(None), bool, int, float, complex, str, bytes, tuple, frozenset, range, slice, type(...),
    type(NotImplemented),
})  # fmt: skip
MUTABLE = frozenset({list, dict, set, bytearray})
# No call can change these; what they contain is looked at on its own.
FIXED = (
    Decimal, date, datetime, time, timedelta, timezone, tzinfo, PurePath, UUID, enum.Enum,
    types.BuiltinFunctionType, types.ModuleType, types.MethodType, types.CodeType, types.CellType,
    property, classmethod, staticmethod, types.MappingProxyType, types.GenericAlias,
)  # fmt: skip
ISOLATED = "do this part in an `%%isolated` cell, where the module is a real one"
# What no honest pickle of a value names; a wrong `__reduce__` shall not end the kernel.
FORBIDDEN = {"posix", "nt", "os", "signal", "subprocess", "ctypes", "faulthandler"}
FORBIDDEN_BUILTINS = {"exec", "eval", "exit", "quit", "compile", "input", "open", "__import__"}


class Outgoing(cloudpickle.Pickler):  # type: ignore[misc]
    """Pickles a request; `tracked` holds every object in it that a call could change."""

    def __init__(self, file: io.BytesIO, twins: Twins, *, same_version: bool) -> None:
        super().__init__(file, protocol=5)
        self.tracked: list[object] = []
        self._seen = {id(self.tracked)}
        self._twins = twins
        self._same_version = same_version

    def persistent_id(self, obj: object) -> tuple[object, ...] | None:
        """Called for every object on its way: name it, note it, refuse it, or let it pass."""
        kind = type(obj)
        if kind in ATOMS:
            return None
        if kind not in MUTABLE:
            found = self._twins.reference(obj, kind)
            if found is not None:
                return found
            if not self._may_change(obj, kind):
                return None
        if self.globals_ref and any(obj is scope for scope in self.globals_ref.values()):
            return None  # the worker's `__globals__` of a function, which is tracked itself
        if id(obj) not in self._seen:
            self._seen.add(id(obj))
            self.tracked.append(obj)
        return None

    def _may_change(self, obj: Any, kind: type) -> bool:
        if kind is memoryview:
            raise NotTransferable(
                "a memoryview looks into memory of the notebook and cannot travel to the worker",
                hint=f"pass `bytes(view)` or the object behind it, or {ISOLATED}",
            )
        if kind is types.FunctionType or issubclass(kind, type):
            by_value = not internals._should_pickle_by_reference(obj)  # noqa: SLF001
            if by_value and not self._same_version:
                raise NotTransferable(
                    f"`{obj.__qualname__}` is code that another version of Python cannot run",
                    hint=ISOLATED,
                )
            return by_value
        return not issubclass(kind, FIXED)


class Incoming(pickle.Unpickler):
    """Unpickles a reply; numbers of tracked objects become the notebook's own objects again."""

    def __init__(self, file: io.BytesIO, twins: Twins, tracked: list[object]) -> None:
        super().__init__(file)
        self._twins = twins
        self._tracked = tracked

    def persistent_load(self, pid: Any) -> Any:
        """Turn a number back into an object."""
        if pid[0] == "t":
            return self._tracked[pid[1]]
        if pid[0] == "c":
            known = internals._DYNAMIC_CLASS_TRACKER_BY_ID.get(pid[1])  # noqa: SLF001
            return known or self._twins.forgotten_class(pid[1])
        return self._twins.resolve(pid)

    def find_class(self, module: str, name: str) -> Any:
        """Refuse what a wrong `__reduce__` could end this process with."""
        if module.split(".", maxsplit=1)[0] in FORBIDDEN or (
            module == "builtins" and name in FORBIDDEN_BUILTINS
        ):
            raise pickle.UnpicklingError(f"its `__reduce__` names `{module}.{name}`")
        return super().find_class(module, name)


def pack(
    releases: list[tuple[int, int]],
    operation: str,
    operands: tuple[object, ...],
    twins: Twins,
    *,
    same_version: bool,
) -> tuple[bytes, list[object]]:
    """Return the request and the objects in it that may change; raise NotTransferable."""
    file = io.BytesIO()
    pickler = Outgoing(file, twins, same_version=same_version)
    try:
        # `tracked` is pickled last, when it is complete: the worker finds its own copies in it.
        pickler.dump((releases, operation, operands, pickler.tracked))
    except RustlabError:
        raise
    except Exception as error:
        raise NotTransferable(
            f"an argument cannot travel to the worker: {error}", hint=ISOLATED
        ) from error
    return file.getvalue(), pickler.tracked


def unpack(reply: bytes, twins: Twins, tracked: list[object]) -> tuple[str, Any, list[Any]]:
    """Return (status, value, changes) of a reply; raise NotTransferable for a value that lies."""
    try:
        status, value, changes = Incoming(io.BytesIO(reply), twins, tracked).load()
    except RustlabError:
        raise
    except Exception as error:
        raise NotTransferable(
            f"the result cannot travel to the notebook: {error}", hint=ISOLATED
        ) from error
    return status, value, changes
