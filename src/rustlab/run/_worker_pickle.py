"""What travels between notebook and worker, and how it is pickled. Standard library only."""

from __future__ import annotations

import importlib
import io
import pickle
import sys
import types

TYPE_CHECKING = False  # without `typing` a worker starts sooner
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

objects = importlib.import_module("_worker_objects")

ATOMS = frozenset({
    type(None), bool, int, float, complex, str, bytes, tuple, frozenset, list, dict, set, bytearray,
    type(...), type(NotImplemented), range, slice,
})  # fmt: skip


class Stays(Exception):  # noqa: N818 - a sign from the pickler, not an error
    """The value cannot be copied to the notebook as it is."""


class Naming:
    """The part of a pickler that says what does not travel by value."""

    registry: Any
    tracked: dict[int, int]
    same_version: bool
    handed: list[int]

    def persistent_id(self, obj: Any) -> tuple[Any, ...] | None:
        """Called for every object on its way."""
        index = self.tracked.get(id(obj))
        if index is not None:
            return ("t", index)
        kind = type(obj)
        if kind in ATOMS:
            return None
        if isinstance(obj, type) and obj in self.registry.classes:
            return ("c", self.registry.classes[obj])
        found: tuple[Any, ...] | None = self.registry.persistent(obj, kind)
        if found is not None and found[0] == "h":
            self.handed.append(found[1])
        return found


class Plain(Naming, pickle.Pickler):
    """For what the standard library can pickle; code by value needs cloudpickle."""

    def reducer_override(self, obj: Any) -> Any:
        """Give up where pickle would only write a name that the notebook does not have."""
        if isinstance(obj, (type, types.FunctionType)):
            name = str(obj.__module__)
            if (
                name == "__main__"
                or objects.walk(sys.modules.get(name), obj.__qualname__) is not obj
            ):
                raise Stays
        return NotImplemented


def cloud_pickler(cloudpickle: Any) -> type[Any]:
    """Return the pickler that also takes functions and classes by value."""

    class Cloud(Naming, cloudpickle.Pickler):  # type: ignore[misc]
        def reducer_override(self, obj: Any) -> Any:
            found = super().reducer_override(obj)
            if found is not NotImplemented and not self.same_version:
                raise Stays  # code of this version does not run in the notebook's
            return found

    return Cloud


class Unpickler(pickle.Unpickler):
    """Reads a request; proxies become the objects they stand for."""

    def __init__(self, data: bytes, registry: Any, cloudpickle: Callable[[], Any]) -> None:
        super().__init__(io.BytesIO(data))
        self._registry = registry
        self._cloudpickle = cloudpickle

    def find_class(self, module: str, name: str) -> Any:
        """Load cloudpickle when the first function comes by value."""
        if module.startswith("cloudpickle"):
            self._cloudpickle()
        return super().find_class(module, name)

    def persistent_load(self, pid: Any) -> Any:
        """Find what a proxy of the notebook stands for."""
        return self._registry.find(pid)
