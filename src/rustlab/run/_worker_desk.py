"""One request in, one reply out: what the worker can be asked. Standard library only."""

from __future__ import annotations

import builtins
import copy
import importlib
import importlib.machinery
import importlib.util
import io
import sys

TYPE_CHECKING = False  # without `typing` a worker starts sooner
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


# Loaded by `_worker.py` from beside this file.
changes = importlib.import_module("_worker_changes")
code = importlib.import_module("_worker_code")
objects = importlib.import_module("_worker_objects")
pickling = importlib.import_module("_worker_pickle")


class Desk:
    """Holds what lives as long as the worker: registry, namespace, the classes of the notebook."""

    def __init__(
        self, config: dict[str, Any], reports: str, cloudpickle: Callable[[], Any]
    ) -> None:
        self.cloudpickle = cloudpickle  # loads it
        self.registry = objects.Registry()
        self.namespace = code.Namespace(config["argument"], reports)
        self.same_version = tuple(config["version"]) == sys.version_info[:2]
        self.cloud: type[Any] | None = None
        self.functions = table(self)

    def answer(self, request: bytes) -> bytes:
        """Do what is asked. Everything a learner's code raises becomes part of the reply."""
        known = set(objects.tracked_classes())
        try:
            read = pickling.Unpickler(request, self.registry, self.cloudpickle).load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self.dump(("unreadable", f"{type(error).__name__}: {error}", ()), {})
        self.registry.learn_classes(known)
        try:
            return self.perform(*read)
        except Exception as error:  # code of a learner that ran where none was expected
            return self.dump(("unreadable", f"{type(error).__name__}: {error}", ()), {})

    def perform(
        self,
        releases: list[tuple[int, int]],
        operation: str,
        operands: tuple[Any, ...],
        tracked: list[Any],
    ) -> bytes:
        """Call, and compare what was given before and after."""
        self.registry.release(releases)
        before = [changes.picture(obj, self.to_bytes) for obj in tracked]
        try:
            status, value = "value", self.functions[operation](*operands)
        except BaseException as error:  # also SystemExit: here it is an exception like others
            status, value = "raised", code.exception_data(error)
        changed = changes.changes(tracked, before, self.to_bytes)
        return self.reply(status, value, changed, tracked)

    def interrupted(self) -> bytes:
        """Return the reply for a KeyboardInterrupt that came outside of the learner's code."""
        return self.dump(("raised", code.exception_data(KeyboardInterrupt()), ()), {})

    def reply(self, status: str, value: Any, changed: list[Any], tracked: list[Any]) -> bytes:
        """Pickle a reply; where that fails, piece by piece: an answer always arrives."""
        numbers = {id(obj): index for index, obj in enumerate(tracked)}
        try:
            return self.dump((status, value, changed), numbers)
        except Exception:  # pickling runs code of learners
            self.registry.commit(())
        if status == "raised":
            value = code.plain_exception(value, lambda part: self.travels(part, numbers))
        else:
            value = self.carry(value, numbers)
        changed = [c if self.travels(c, numbers) else self.refused(c, tracked) for c in changed]
        return self.dump((status, value, changed), numbers)

    def carry(self, value: Any, numbers: dict[int, int]) -> Any:
        """What cannot be copied stays here; the notebook gets a handle to the whole of it."""
        return value if self.travels(value, numbers) else objects.Whole(value)

    def refused(self, change: Any, tracked: list[Any]) -> Any:
        """Say that a change is there and cannot travel."""
        what = f"an object of type `{type(tracked[change[0]]).__name__}`"
        return (change[0], changes.REFUSED, what)

    def travels(self, value: Any, numbers: dict[int, int]) -> bool:
        """Whether the value can be pickled."""
        try:
            self.attempt(value, numbers)
        except Exception:
            return False
        return True

    def dump(self, value: Any, numbers: dict[int, int]) -> bytes:
        """Pickle a reply that will be sent: its handles are counted."""
        data, handed = self.attempt(value, numbers)
        self.registry.commit(handed)
        return data

    def attempt(self, value: Any, numbers: dict[int, int]) -> tuple[bytes, list[int]]:
        """Pickle with the standard library, and with cloudpickle where that is not enough."""
        try:
            return self.pickled(pickling.Plain, value, numbers)
        except Exception:
            self.cloud = self.cloud or pickling.cloud_pickler(self.cloudpickle())
            return self.pickled(self.cloud, value, numbers)

    def pickled(
        self, kind: type[Any], value: Any, numbers: dict[int, int]
    ) -> tuple[bytes, list[int]]:
        """Return the pickle and the handles in it."""
        file = io.BytesIO()
        pickler = kind(file, protocol=5)
        pickler.registry, pickler.tracked = self.registry, numbers
        pickler.same_version, pickler.handed = self.same_version, []
        pickler.dump(value)
        return file.getvalue(), pickler.handed

    def to_bytes(self, obj: Any) -> bytes:
        """Return a picture of an object whose state only its own pickling knows."""
        try:
            return self.attempt(obj.__reduce_ex__(4), {})[0]
        except Exception:
            return b""

    def load(self, key: int, name: str, path: str, current: bool) -> dict[str, Any]:
        """Import an extension module from this very file; return its public names."""
        loader = importlib.machinery.ExtensionFileLoader(name, path)
        types = objects.all_types()
        spec = importlib.util.spec_from_file_location(name, path, loader=loader)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        # A module called `bisect` must not come between this program and the standard library.
        named = current and name not in sys.stdlib_module_names
        before = sys.modules.get(name)
        sys.modules[name] = module
        try:
            loader.exec_module(module)
        except BaseException:
            named = False
            raise
        finally:
            if not named:
                restore(name, before)
        self.registry.add_module(key, module, types)
        if current:
            self.namespace.add_module(name, module)
        return {"names": code.public_names(module), "doc": getattr(module, "__doc__", None)}

    def public(self, module: ModuleType) -> dict[str, Any]:
        """Return the public names and values; what cannot be copied becomes a handle by itself."""
        values = ((name, getattr(module, name)) for name in code.public_names(module))
        return {name: self.carry(value, {}) for name, value in values}

    def execute(self, text: str, filename: str) -> tuple[str, Any]:
        """Run isolated code; the answer is plain data."""
        try:
            return ("finished", self.namespace.run(text, filename))
        except BaseException as error:  # also SystemExit
            interrupted = isinstance(error, KeyboardInterrupt)
            return ("interrupted" if interrupted else "raised", code.raised_text(error))


def restore(name: str, before: ModuleType | None) -> None:
    """Put back what `sys.modules` had under a name."""
    sys.modules.pop(name, None)
    if before is not None:
        sys.modules[name] = before


def docstring(function: Any) -> Any:
    """Return a docstring. A bound method that also gets its class has it in the class alone."""
    if function.__doc__ is not None:
        return function.__doc__
    owner = type(getattr(function, "__self__", None))
    return getattr(getattr(owner, function.__name__, None), "__doc__", None)


def signature(function: Any) -> Any:
    """Return the signature a function tells of itself, None where it tells nothing."""
    import inspect  # late: milliseconds that most workers never need

    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def table(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Return everything a notebook may ask for, by name."""
    return {
        "call": lambda function, args, kwargs: function(*args, **kwargs),
        "special": lambda name, obj, args: getattr(type(obj), name)(obj, *args),
        "getattr": builtins.getattr,
        "setattr": builtins.setattr,
        "delattr": builtins.delattr,
        "repr": builtins.repr,
        "dir": builtins.dir,
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "signature": signature,
        "docstring": docstring,
        "describe": desk.registry.describe,
        "public": desk.public,
        "forget_class": desk.registry.forget_class,
        "load": desk.load,
        "execute": desk.execute,
        "version": lambda: sys.version_info[:2],
    }
