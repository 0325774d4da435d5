"""What stays in the worker: modules, handles, types. Standard library only."""

from __future__ import annotations

import sys
import types

TYPE_CHECKING = False  # without `typing` a worker starts sooner
if TYPE_CHECKING:
    from typing import Any

    Pid = tuple[Any, ...]
    from collections.abc import Iterable


FUNCTIONS = frozenset({
    types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType,
    types.MethodWrapperType, types.WrapperDescriptorType, types.ClassMethodDescriptorType,
    types.GetSetDescriptorType, types.MemberDescriptorType,
})  # fmt: skip
# The special methods that a proxy forwards where the type has them.
SPECIAL = """
 call len length_hint bool iter next reversed contains getitem setitem delitem
 enter exit eq ne lt le gt ge hash str bytes format
 add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor
 radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor
 iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor
 neg pos abs invert int float complex index round trunc floor ceil await aiter anext fspath
"""


class Whole:
    """A value that cannot be copied; its pickle is a handle."""

    def __init__(self, value: object) -> None:
        self.value = value


class Registry:
    """The loaded modules, and every object the notebook holds a handle to."""

    def __init__(self) -> None:
        self.modules: dict[int, types.ModuleType] = {}  # by key; every load has a key of its own
        self.types: dict[int, type] = {}
        self.classes: dict[type, str] = {}  # classes of the notebook that came by value -> their id
        self._keys: dict[int, int] = {}  # id(module) -> key
        self._declared: set[type] = set()  # types that came with our modules
        self._own: dict[type, bool] = {}
        self._held: dict[int, list[Any]] = {}  # number -> [object, how often the notebook was told]
        self._numbers: dict[int, int] = {}  # id(object) -> number
        self._type_numbers: dict[type, int] = {}
        self._next = 1

    def add_module(self, key: int, module: types.ModuleType, before: set[type]) -> None:
        """A module was loaded; the types that were not there `before` and lead nowhere are its own.

        The name of a type of C may be anything (a missing dot, another module), so it is not asked.
        """
        self.modules[key] = module
        self._keys[id(module)] = key
        values = {value for value in vars(module).values() if isinstance(value, type)}
        new = values | (all_types() - before)
        self._declared |= {kind for kind in new if not self._elsewhere(kind)}
        self._own.clear()

    def learn_classes(self, before: set[type]) -> None:
        """Note the classes that came with a request, so that they go back as themselves."""
        if new := tracked_classes().keys() - before - self.classes.keys():
            self.classes |= {kind: tracked_classes()[kind] for kind in new}
            self._own.clear()

    def forget_class(self, identity: str) -> type:
        """The notebook has dropped a class: from now on it goes by value."""
        kind = next(kind for kind, known in self.classes.items() if known == identity)
        del self.classes[kind]
        return kind

    def find(self, pid: Pid) -> Any:
        """Return the object that a notebook's proxy stands for."""
        if pid[0] == "p":
            return walk(self.modules[pid[1]], pid[2])
        if pid[0] == "T":
            return self.types[pid[1]]
        return self._held[pid[1]][0]

    def persistent(self, obj: Any, kind: type) -> Pid | None:
        """Return what stands for `obj` in a pickle, or None if it travels by value.

        ("p", key, qualified name, what, type) can be found again in a worker started later;
        ("h", number, what, type) dies with this one.
        """
        if isinstance(obj, type):
            return self._pid(obj, "class", obj) if self.is_own(obj) else None
        if kind is types.ModuleType:
            return self._pid(obj, "module", kind) if id(obj) in self._keys else None
        # A bound method that also gets its class has a type without a name, derived from this one.
        if kind in FUNCTIONS or issubclass(kind, types.BuiltinFunctionType):
            return self._pid(obj, "function", kind) if self._is_function(obj) else None
        if kind is Whole:
            return self._handle(obj.value, "object", type(obj.value))
        # What is consumed by use, or is a window into memory, must stay one and the same.
        alive = hasattr(kind, "__next__") or kind is memoryview or kind.__name__ == "PyCapsule"
        if alive or (self.is_own(kind) and not issubclass(kind, BaseException)):
            return self._handle(obj, "object", kind)
        return None

    def commit(self, handed: Iterable[int]) -> None:
        """The notebook is told of these handles; forget those that a failed try left behind."""
        for number in handed:
            self._held[number][1] += 1
        for number in [n for n in self._numbers.values() if self._held[n][1] == 0]:
            del self._numbers[id(self._held.pop(number)[0])]

    def release(self, releases: Iterable[tuple[int, int]]) -> None:
        """Forget handles; a count that is too low means the notebook was told again meanwhile."""
        dead = []
        for number, told in releases:
            entry = self._held.get(number)
            if entry is None:
                continue
            entry[1] -= told
            if entry[1] <= 0:
                del self._held[number]
                del self._numbers[id(entry[0])]
                dead.append(entry[0])
        dead.clear()  # destructors of the learner run here, when the tables are whole again

    def is_own(self, kind: type) -> bool:
        """Whether objects of this type stay here: it, or a base of it, belongs to a cell."""
        known = self._own.get(kind)
        if known is None:
            known = self._own[kind] = any(map(self._is_own_base, kind.__mro__))
        return known

    def describe(self, number: int) -> dict[str, Any]:
        """Return what the notebook needs to make a class that stands for a type."""
        kind = self.types[number]
        found = [n for n in map("__{}__".format, SPECIAL.split()) if has_own(kind, n)]
        doc = kind.__doc__
        return {
            "name": kind.__name__,
            "qualname": kind.__qualname__,
            "module": module_of(kind),
            "doc": doc if isinstance(doc, str) else None,
            "path": self._path(kind) if self.is_own(kind) else None,
            "special": found,
            "unhashable": kind.__hash__ is None,
            "bases": [self._number_of_type(b) for b in kind.__bases__ if self.is_own(b)],
            "exception": issubclass(kind, BaseException),
            "builtin_bases": [b for b in kind.__bases__ if not self.is_own(b)],
        }

    def _pid(self, obj: Any, what: str, kind: type) -> Pid:
        path = self._path(obj)
        if path is None:
            return self._handle(obj, what, kind)
        return ("p", *path, what, self._number_of_type(kind) if what == "class" else 0)

    def _handle(self, obj: Any, what: str, kind: type) -> Pid:
        number = self._numbers.get(id(obj))
        if number is None:
            number = self._numbers[id(obj)] = self._next
            self._held[number] = [obj, 0]
            self._next += 1
        return ("h", number, what, self._number_of_type(kind))

    def _number_of_type(self, kind: type) -> int:
        number = self._type_numbers.get(kind)
        if number is None:
            number = self._type_numbers[kind] = len(self.types) + 1
            self.types[number] = kind
        return number

    def _path(self, obj: Any) -> tuple[int, str] | None:
        """Return (key, qualified name) of a module, function or class that is found by it."""
        if isinstance(obj, types.ModuleType):
            return (self._keys[id(obj)], "")
        name = getattr(obj, "__qualname__", None)
        if not isinstance(name, str):
            return None
        return next(
            ((k, name) for k in reversed(self.modules) if walk(self.modules[k], name) is obj), None
        )

    def _is_function(self, obj: Any) -> bool:
        """Whether a function, method or descriptor belongs to a module or a type of ours."""
        owner = getattr(obj, "__self__", None)
        owner = getattr(obj, "__objclass__", None) if owner is None else owner
        if isinstance(owner, types.ModuleType):
            return id(owner) in self._keys
        return self.is_own(owner if isinstance(owner, type) else type(owner))

    def _is_own_base(self, base: type) -> bool:
        if base in self._declared:
            return True
        if base in tracked_classes() or self._elsewhere(base):
            return False
        return module_of(base) in {module.__name__ for module in self.modules.values()}

    def _elsewhere(self, kind: type) -> bool:
        """Whether import and attribute access find this very class outside of our modules."""
        module = sys.modules.get(module_of(kind))
        if module is None or id(module) in self._keys:
            return False
        return walk(module, kind.__qualname__) is kind


def all_types() -> set[type]:
    """Return every type of the process."""
    found: set[type] = set()
    left = [object]
    while left:
        kind = left.pop()
        if kind not in found:
            found.add(kind)
            left += type.__subclasses__(kind)
    return found


def tracked_classes() -> dict[type, str]:
    """Return cloudpickle's table of the classes that went by value, either way."""
    internals: Any = sys.modules.get("cloudpickle.cloudpickle")
    if internals is None:
        return {}
    return dict(internals._DYNAMIC_CLASS_TRACKER_BY_CLASS)  # noqa: SLF001


def module_of(kind: type) -> str:
    """Return the name of a type's module: a type of C whose name has no dot has none."""
    return str(getattr(kind, "__module__", "builtins"))


def has_own(kind: type, name: str) -> bool:
    """Whether the type has this method, other than what every object has."""
    return next((b for b in kind.__mro__ if name in b.__dict__), object) is not object


def walk(module: types.ModuleType | None, qualname: str) -> Any:
    """Follow a dotted name from a module; None where it leads nowhere."""
    found: Any = module
    for part in qualname.split(".") if qualname else ():
        found = getattr(found, part, None)
    return found
