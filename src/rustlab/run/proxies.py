"""What stands in the notebook for what lives in the worker: modules, functions, classes, objects.

Nothing here knows how a request travels: every proxy has a `Ref`, and the ref knows whom to ask.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from rustlab.errors import NotTransferable, WorkerGone


class Home(Protocol):
    """Whoever can ask the worker: the session."""

    def apply(self, operation: str, *operands: object) -> Any:
        """Ask the worker; raise what it raised."""

    def release(self, ref: Ref) -> None:
        """Take note that a handle is no longer used; never blocks."""

    def need(self, key: int) -> None:
        """Have the module with this key loaded before something of it is named."""

    def gone(self, ref: Ref) -> bool:
        """Whether the worker that held this object has ended."""


@dataclass(slots=True, kw_only=True, eq=False, weakref_slot=True)
class Ref:
    """Where a thing lives: with a `path` it is found again in a later worker."""

    home: Home
    path: tuple[int, str] | None = None  # (key of the module, qualified name)
    generation: int = 0  # which worker of the session
    number: int = 0  # the handle, or for a class without a path the number of the type
    told: int = field(default=0)  # how often the worker said this handle

    def pid(self, *, is_class: bool = False) -> tuple[object, ...]:
        """Return what stands for this thing in a pickle; raise WorkerGone when it is lost."""
        if self.path is not None:
            self.home.need(self.path[0])
            return ("p", *self.path)
        if self.home.gone(self):
            raise WorkerGone(
                "this object lived in a worker that has ended",
                hint="run the cell that made it again; functions and classes work at once",
            )
        return ("T" if is_class else "h", self.number)


# Answered here; every other attribute is asked of the worker.
LOCAL = frozenset(
    {"_rustlab", "__class__", "__reduce__", "__reduce_ex__", "__signature__", "__del__"}
)
# What every object has says nothing of a function; IPython would follow `__init__` without end.
LOCAL_OF_FUNCTIONS = (LOCAL | set(dir(object)) | {"__call__"}) - {"__doc__"}
LOCAL_OF_CLASSES = LOCAL | {
    "__name__", "__qualname__", "__module__", "__mro__", "__bases__", "__base__", "__dict__", "mro",
    "__subclasses__", "__abstractmethods__", "_rustlab_class", "__flags__", "__weakrefoffset__",
    "__dictoffset__", "__basicsize__", "__itemsize__", "__text_signature__", "__instancecheck__",
    "__subclasscheck__", "__prepare__", "__type_params__", "__annotations__", "__annotate__",
}  # fmt: skip


class Proxy:
    """Forwards attribute access to the worker."""

    __slots__ = ("__weakref__", "_rustlab")
    _rustlab: Ref

    def __getattribute__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name in LOCAL:
            return object.__getattribute__(self, name)
        return self._rustlab.home.apply("getattr", self, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._rustlab.home.apply("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._rustlab.home.apply("delattr", self, name)

    def __dir__(self) -> list[str]:
        return list(self._rustlab.home.apply("dir", self))

    def __repr__(self) -> str:
        ref = self._rustlab
        if ref.path is None and ref.home.gone(ref):
            return f"<{type(self).__name__} object of a worker that is gone>"
        return str(ref.home.apply("repr", self))

    def __reduce_ex__(self, _protocol: object) -> Any:
        raise NotTransferable(
            f"a `{type(self).__name__}` lives in the worker and cannot be pickled here",
            hint="pickle it in an `%%isolated` cell",
        )

    def __del__(self) -> None:
        try:
            ref = object.__getattribute__(self, "_rustlab")
        except AttributeError:
            return  # it was never finished
        if ref.path is None:
            ref.home.release(ref)


class FunctionProxy(Proxy):
    """A function or bound method of a module. Calls run in the worker."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name in LOCAL_OF_FUNCTIONS:
            return object.__getattribute__(self, name)
        if name == "__doc__":
            return self._rustlab.home.apply("docstring", self)
        return self._rustlab.home.apply("getattr", self, name)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        __tracebackhide__ = True
        return self._rustlab.home.apply("call", self, args, kwargs)

    def __copy__(self) -> FunctionProxy:
        return self

    def __deepcopy__(self, _memo: object) -> FunctionProxy:
        return self

    @property
    def __signature__(self) -> inspect.Signature:
        return signature(self, self._rustlab)


class ModuleProxy(Proxy):
    """A compiled module. Its functions, classes and constants are attributes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} in the worker>"


def public(module: ModuleProxy) -> dict[str, Any]:
    """Return the public names of a module and their values (`__all__`, else no underscore)."""
    found: dict[str, Any] = module._rustlab.home.apply("public", module)  # noqa: SLF001
    return found


class ClassProxy(type):
    """A class of a module; its instances here are handles: `isinstance`, `type(x) is C` hold."""

    _rustlab_class: Ref

    def __new__(cls, name: str, bases: tuple[type, ...], _scope: dict[str, Any]) -> ClassProxy:
        raise NotTransferable(
            f"`{name}` cannot be derived in the notebook from `{bases[0].__name__}` of the worker",
            hint="write the subclass in an `%%isolated` cell",
        )

    @classmethod
    def make(
        cls, ref: Ref, name: str, bases: tuple[type, ...], scope: dict[str, Any]
    ) -> ClassProxy:
        """Make the class that stands for one of the worker."""
        return type.__new__(cls, name, bases, scope | {"_rustlab_class": ref})

    def __getattribute__(cls, name: str) -> Any:
        __tracebackhide__ = True
        if name in LOCAL_OF_CLASSES:
            return type.__getattribute__(cls, name)
        found = cls._rustlab_class.home.apply("getattr", cls, name)
        # As a value of this process it would make a proxy of nothing.
        return partial(made_there, cls) if found is object.__new__ else found

    def __init__(cls, *_: object) -> None:
        pass

    def __setattr__(cls, name: str, value: object) -> None:
        cls._rustlab_class.home.apply("setattr", cls, name, value)

    def __delattr__(cls, name: str) -> None:
        cls._rustlab_class.home.apply("delattr", cls, name)

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        __tracebackhide__ = True
        return cls._rustlab_class.home.apply("call", cls, args, kwargs)

    def __dir__(cls) -> list[str]:
        return list(cls._rustlab_class.home.apply("dir", cls))

    def __repr__(cls) -> str:
        return f"<class '{cls.__module__}.{cls.__qualname__}'>"

    @property
    def __signature__(cls) -> inspect.Signature:
        return signature(cls, cls._rustlab_class)


class ObjectProxy(Proxy):
    """An object of a module. Special methods are added class by class, as the real type has."""

    __slots__ = ()

    def __copy__(self) -> Any:
        return self._rustlab.home.apply("copy", self)

    def __deepcopy__(self, _memo: object) -> Any:
        return self._rustlab.home.apply("deepcopy", self)


def made_there(of: ClassProxy, *args: object, **kwargs: object) -> Any:
    """Call, in the worker, the `object.__new__` that a class of it inherits."""
    __tracebackhide__ = True
    return of._rustlab_class.home.apply("call", object.__new__, args, kwargs)  # noqa: SLF001


def signature(function: object, ref: Ref) -> inspect.Signature:
    """Return the signature the worker reads from `__text_signature__`; ValueError for none."""
    found = ref.home.apply("signature", function)
    if not isinstance(found, inspect.Signature):
        # What `inspect.signature` itself raises for a builtin that tells nothing.
        raise ValueError(f"no signature found for {function!r}")  # noqa: TRY004
    return found


def special(name: str) -> Callable[..., Any]:
    """Return a method that forwards one special method; Python does the rest of an operator."""
    if name == "__call__":
        return FunctionProxy.__call__

    def method(self: ObjectProxy, *args: object) -> Any:
        __tracebackhide__ = True
        if name == "__exit__":
            args = (*args[:2], None)  # a traceback cannot travel
        return self._rustlab.home.apply("special", name, self, args)

    method.__name__ = method.__qualname__ = name
    return method


def instances_of(ref: Ref, described: dict[str, Any], bases: tuple[type, ...]) -> ClassProxy:
    """Make the class for a type as the worker described it."""
    scope: dict[str, Any] = {name: special(name) for name in described["special"]}
    if described["unhashable"]:
        scope["__hash__"] = None
    elif "__hash__" not in scope:
        scope["__hash__"] = object.__hash__  # the same object is the same proxy
    scope |= {
        "__slots__": (),
        "__module__": described["module"],
        "__qualname__": described["qualname"],
        "__doc__": described["doc"],
    }
    scope.pop("__repr__", None)
    return ClassProxy.make(ref, described["name"], bases or (ObjectProxy,), scope)


def mirror(described: dict[str, Any], bases: tuple[type, ...]) -> type[BaseException]:
    """Make a real exception class, so that `except` matches what the module raises."""
    scope = {k: described[v] for k, v in (("__module__", "module"), ("__doc__", "doc"))}
    found: type[BaseException] = type(described["name"], bases, scope)
    return found


__all__ = [
    "ClassProxy", "FunctionProxy", "Home", "ModuleProxy", "ObjectProxy", "Proxy", "Ref", "public",
]  # fmt: skip
