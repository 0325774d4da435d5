"""The tables between notebook and worker: which proxy stands for which object, and back."""

from __future__ import annotations

from typing import Any
from weakref import WeakValueDictionary

from rustlab.errors import NotTransferable
from rustlab.run.proxies import (
    ClassProxy,
    FunctionProxy,
    Home,
    ModuleProxy,
    ObjectProxy,
    Proxy,
    Ref,
    instances_of,
    mirror,
)


class Twins:
    """One object of the worker has one proxy, as long as the notebook holds it."""

    def __init__(self, home: Home) -> None:
        self.generation = 0
        self._home = home
        self._handles: WeakValueDictionary[tuple[int, int], Proxy] = WeakValueDictionary()
        self._paths: dict[tuple[int, str], Any] = {}
        self._types: dict[tuple[int, int], type] = {}
        self._mirrors: dict[type, Ref] = {}

    def reference(self, obj: object, kind: type) -> tuple[object, ...] | None:
        """Return what stands for `obj` in a pickle when it lives in the worker."""
        ref: Ref
        if issubclass(kind, Proxy):
            ref = object.__getattribute__(obj, "_rustlab")
        elif kind is ClassProxy:
            ref = type.__getattribute__(obj, "_rustlab_class")
        elif kind is type and obj in self._mirrors:
            ref = self._mirrors[obj]
        else:
            return None
        if ref.home is not self._home:
            raise NotTransferable(
                "this lives in the worker of another interpreter",
                hint="build both modules for the same one (`--python`)",
            )
        return ref.pid(is_class=issubclass(kind, type))

    def resolve(self, pid: tuple[Any, ...]) -> Any:
        """Return the proxy for what the worker named."""
        if pid[0] == "p":
            _, key, name, what, number = pid
            return self._by_path((key, name), what, number)
        _, number, what, kind = pid
        if what == "class":
            return self.type_of(kind)
        return self._by_handle(number, what, kind)

    def forgotten_class(self, identity: str) -> Any:
        """Return a class of the notebook that is gone here and still lives in the worker."""
        return self._home.apply("forget_class", identity)

    def _by_path(self, path: tuple[int, str], what: str, number: int) -> Any:
        if what == "class":
            return self.type_of(number)
        if path not in self._paths:
            proxy = ModuleProxy() if what == "module" else FunctionProxy()
            self._paths[path] = _settle(proxy, Ref(home=self._home, path=path))
        return self._paths[path]

    def _by_handle(self, number: int, what: str, kind: int) -> Proxy:
        place = (self.generation, number)
        proxy = self._handles.get(place)
        if proxy is None:
            bare = FunctionProxy() if what == "function" else object.__new__(self.type_of(kind))
            proxy = _settle(bare, Ref(home=self._home, generation=self.generation, number=number))
            self._handles[place] = proxy
        proxy._rustlab.told += 1  # noqa: SLF001 - the tables and the proxies are one thing
        return proxy

    def type_of(self, number: int) -> type:
        """Return the class for a type of the worker, made at its first sight."""
        place = (self.generation, number)
        if place not in self._types:
            described = self._home.apply("describe", number)
            path = described["path"] and tuple(described["path"])
            self._types[place] = self._paths.get(path) or self._make(described, path, number)
        return self._types[place]

    def _make(self, described: dict[str, Any], path: Any, number: int) -> type:
        ref = Ref(home=self._home, path=path, generation=self.generation, number=number)
        bases = tuple(self.type_of(base) for base in described["bases"])
        made: type
        if described["exception"]:
            made = mirror(described, (*bases, *described["builtin_bases"]))
            self._mirrors[made] = ref
        else:
            made = instances_of(ref, described, bases)
        if path:
            self._paths[path] = made
        return made


def _settle(proxy: Proxy, ref: Ref) -> Proxy:
    object.__setattr__(proxy, "_rustlab", ref)
    return proxy


__all__ = ["ObjectProxy", "Twins"]
