"""What stays in the worker and what travels: handles, types, pickling. Standard library only."""

from __future__ import annotations

import functools
import io
import pickle
import sys
import types

ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, tuple, frozenset, list, dict,
                   set, bytearray, type(...), type(NotImplemented), range, slice})  # fmt: skip
SPECIAL = tuple(f"__{n}__" for n in """
 call len length_hint bool iter next reversed contains getitem setitem delitem
 enter exit eq ne lt le gt ge hash str repr bytes format
 add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor
 radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor
 iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor
 neg pos abs invert int float complex index round trunc floor ceil
 await aiter anext fspath
""".split())  # fmt: skip


class Stays(Exception):  # noqa: N818 - a signal between pickler and desk, not an error
    """The value cannot be copied to the notebook; it gets a handle as a whole."""


class Whole:
    """A value that cannot be copied; its pickle is a handle."""

    def __init__(self, value):
        self.value = value


class Registry:
    """The loaded modules, and every object the notebook holds a handle to."""

    def __init__(self):
        self.modules = {}  # key -> module; a module loaded again under one name has a new key
        self.keys = {}  # id(module) -> key
        self.own = {}  # type -> whether its objects stay here
        self.held = {}  # number -> [object, how often the notebook was told]
        self.numbers = {}  # id(object) -> number
        self.types = {}  # number -> type
        self.type_numbers = {}  # type -> number
        self.next = 1

    def add_module(self, key, module):
        self.modules[key] = module
        self.keys[id(module)] = key
        self.own.clear()
        names = {module.__name__, getattr(module.__spec__, "name", module.__name__)}
        for value in list(vars(module).values()):
            if isinstance(value, type) and (module_of(value) in names or not importable(value)):
                self.own[value] = True

    def hold(self, obj):
        number = self.numbers.get(id(obj))
        if number is None:
            number = self.next
            self.next += 1
            self.numbers[id(obj)] = number
            self.held[number] = [obj, 0]
        return number

    def commit(self, handed):
        """The notebook is told of these handles; forget those that a failed try left behind."""
        for number in handed:
            self.held[number][1] += 1
        for number in [n for n in self.numbers.values() if self.held[n][1] == 0]:
            obj, _ = self.held.pop(number)
            del self.numbers[id(obj)]

    def release(self, releases):
        """Forget handles; a count that is too low means the notebook was told again meanwhile."""
        dead = []
        for number, told in releases:
            entry = self.held.get(number)
            if entry is None:
                continue
            entry[1] -= told
            if entry[1] <= 0:
                del self.held[number]
                del self.numbers[id(entry[0])]
                dead.append(entry[0])
        dead.clear()  # destructors of the learner run here, once the tables are whole again

    def number_of_type(self, kind):
        number = self.type_numbers.get(kind)
        if number is None:
            number = self.type_numbers[kind] = len(self.types) + 1
            self.types[number] = kind
        return number

    def path_of(self, obj):
        """Return ("p", key, qualified name) of a module, function or class that can be found again."""
        if isinstance(obj, types.ModuleType):
            key = self.keys.get(id(obj))
            return None if key is None else ("p", key, "")
        name = getattr(obj, "__qualname__", None) or getattr(obj, "__name__", None)
        if not isinstance(name, str):
            return None
        for key in reversed(self.modules):
            if walk(self.modules[key], name) is obj:
                return ("p", key, name)
        return None

    def is_own(self, kind):
        known = self.own.get(kind)
        if known is None:
            known = self.own[kind] = any(self._is_own_base(base) for base in kind.__mro__)
        return known

    def _is_own_base(self, base):
        if base in self.own:
            return self.own[base]
        if module_of(base) in (m.__name__ for m in self.modules.values()):
            return True
        # A type written in C whose name leads nowhere: pickle could not find it again either.
        defaults = (
            base.__reduce_ex__ is object.__reduce_ex__ and base.__reduce__ is object.__reduce__
        )
        return defaults and not importable(base) and not made_by_python(base)

    def persistent(self, obj, kind):
        """Return what stands for `obj` in a pickle, or None if it travels by value.

        ("p", key, qualified name, what, type) can be found again in a worker started later;
        ("h", number, what, type) dies with this worker.
        """
        if isinstance(obj, type):
            return self._class(obj) if self.is_own(obj) else None
        if kind is types.ModuleType:
            path = self.path_of(obj)
            return path and (*path, "module", 0)
        if kind is Whole:
            return ("h", self.hold(obj.value), "object", self.number_of_type(type(obj.value)))
        if kind in FUNCTIONS:
            return self._function(obj)
        if self.is_own(kind) and not issubclass(kind, BaseException):
            return ("h", self.hold(obj), "object", self.number_of_type(kind))
        if hasattr(kind, "__next__") or kind.__name__ == "PyCapsule":
            return ("h", self.hold(obj), "object", self.number_of_type(kind))
        return None

    def _class(self, obj):
        path, number = self.path_of(obj), self.number_of_type(obj)
        return (*path, "class", number) if path else ("h", self.hold(obj), "class", number)

    def _function(self, obj):
        owner = getattr(obj, "__self__", None)
        if owner is None:
            owner = getattr(obj, "__objclass__", None)
        if owner is None:
            return None
        if isinstance(owner, types.ModuleType):
            path = self.path_of(obj) if id(owner) in self.keys else None
            return path and (*path, "function", 0)
        kind = owner if isinstance(owner, type) else type(owner)
        if not self.is_own(kind):
            return None
        path = self.path_of(obj) if isinstance(owner, type) else None
        if path:
            return (*path, "function", 0)
        return ("h", self.hold(obj), "function", self.number_of_type(type(obj)))

    def find(self, pid):
        """Return the object that a notebook's proxy stands for."""
        if pid[0] == "p":
            return walk(self.modules[pid[1]], pid[2])
        if pid[0] == "T":
            return self.types[pid[1]]
        return self.held[pid[1]][0]


FUNCTIONS = frozenset({
    types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType, types.MethodWrapperType,
    types.WrapperDescriptorType, types.ClassMethodDescriptorType, types.GetSetDescriptorType,
    types.MemberDescriptorType, type(functools.partial.__new__),
})  # fmt: skip


def walk(module, qualname):
    """Follow a dotted name from a module; None where it leads nowhere."""
    found = module
    for part in qualname.split(".") if qualname else ():
        try:
            found = getattr(found, part)
        except AttributeError:
            return None
    return found


def module_of(kind):
    """Return the name of a type's module: a type of C whose name has no dot has none."""
    return getattr(kind, "__module__", "builtins")


def importable(kind):
    """Whether `import` and attribute access find this very class outside of our own modules."""
    module = sys.modules.get(module_of(kind))
    return module is not None and walk(module, kind.__qualname__) is kind


def made_by_python(kind):
    return module_of(kind) == "__main__" or "<locals>" in kind.__qualname__


def describe(kind, registry):
    """Return what the notebook needs to make a class that stands for `kind`."""
    names = [n for n in SPECIAL if getattr(kind, n, None) is not getattr(object, n, None)]
    return {
        "name": kind.__name__,
        "qualname": kind.__qualname__,
        "module": module_of(kind),
        "doc": kind.__doc__ if isinstance(kind.__doc__, str) else None,
        "path": registry.path_of(kind) if registry.is_own(kind) else None,
        "special": names,
        "unhashable": getattr(kind, "__hash__", None) is None,
        "bases": [
            registry.number_of_type(base) for base in kind.__bases__ if registry.is_own(base)
        ],
        "exception": issubclass(kind, BaseException),
        "builtin_bases": [b for b in kind.__bases__ if not registry.is_own(b)],
    }


def make_pickler(cloudpickle):
    """Return the pickler class: cloudpickle with our persistent identities."""

    class Pickler(cloudpickle.Pickler):
        def __init__(self, file, registry, tracked, known_classes, same_version):
            super().__init__(file, protocol=5)
            self.registry, self.tracked = registry, tracked
            self.known_classes, self.same_version = known_classes, same_version
            self.handed = []

        def persistent_id(self, obj):
            index = self.tracked.get(id(obj))
            if index is not None:
                return ("t", index)
            kind = type(obj)
            if kind in ATOMS:
                return None
            if isinstance(obj, type) and obj in self.known_classes:
                return ("c", self.known_classes[obj])
            found = self.registry.persistent(obj, kind)
            if found is None and kind is types.FunctionType and not self.same_version:
                if walk(sys.modules.get(obj.__module__), obj.__qualname__) is not obj:
                    raise Stays
            if found is not None and found[0] == "h":
                self.handed.append(found[1])
            return found

    return Pickler


class Unpickler(pickle.Unpickler):
    def __init__(self, file, registry):
        super().__init__(file)
        self.registry = registry

    def persistent_load(self, pid):
        return self.registry.find(pid)


def loads(data, registry):
    return Unpickler(io.BytesIO(data), registry).load()
