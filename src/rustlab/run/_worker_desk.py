"""One request in, one reply out: what the worker can be asked. Standard library only."""

from __future__ import annotations

import builtins
import copy
import importlib.machinery
import importlib.util
import io
import sys


class Desk:
    """Holds what lives as long as the worker: registry, namespace, the classes of the notebook."""

    def __init__(self, cloudpickle, objects, changes, code, config):
        self.objects, self.changes, self.code = objects, changes, code
        self.pickler = objects.make_pickler(cloudpickle)
        self.tracker = cloudpickle.cloudpickle._DYNAMIC_CLASS_TRACKER_BY_CLASS  # noqa: SLF001
        self.registry = objects.Registry()
        self.namespace = code.Namespace(config["argument"], config["reports"])
        self.same_version = tuple(config["version"]) == sys.version_info[:2]
        self.known_classes = {}
        self.functions = table(self)

    def answer(self, request):
        """Do what is asked. Everything a learner's code raises becomes part of the reply."""
        tracked, before = [], []
        try:
            releases, operation, operands, tracked = self.objects.loads(request, self.registry)
        except KeyboardInterrupt:
            return self.interrupted()
        except BaseException as error:  # noqa: BLE001 - a module of the notebook may be missing here
            return self.dump(("unreadable", f"{type(error).__name__}: {error}", ()))
        if releases:
            self.registry.release(releases)
        if len(self.known_classes) != len(self.tracker):
            self.known_classes = dict(self.tracker)
        if tracked:
            before = self.changes.pictures(tracked, self.to_bytes)
        try:
            status, value = "value", self.functions[operation](*operands)
        except BaseException as error:  # noqa: BLE001 - also SystemExit: it is an exception here
            status, value = "raised", self.code.exception_data(error)
        changed = self.changes.changes(tracked, before, self.to_bytes) if tracked else ()
        return self.reply(status, value, changed, tracked)

    def interrupted(self):
        return self.dump(("raised", self.code.exception_data(KeyboardInterrupt()), ()))

    def reply(self, status, value, changed, tracked):
        numbers = {id(obj): index for index, obj in enumerate(tracked)}
        try:
            return self.dump((status, value, changed), numbers)
        except Exception:  # noqa: BLE001, S110 - pickling runs code of learners; now piece by piece
            pass
        if status == "raised":
            value = self.code.plain_exception(value, lambda v: self.travels(v, numbers))
        else:
            value = self.carry(value, numbers)
        changed = [c if self.travels(c, numbers) else self.refused(c, tracked) for c in changed]
        return self.dump((status, value, changed), numbers)

    def carry(self, value, numbers):
        """What cannot be copied stays here; the notebook gets a handle to the whole of it."""
        if self.travels(value, numbers):
            return value
        return self.objects.Whole(value)

    def refused(self, change, tracked):
        what = f"an object of type `{type(tracked[change[0]]).__name__}`"
        return (change[0], self.changes.REFUSED, what)

    def travels(self, value, numbers):
        try:
            self.attempt(value, numbers)
        except Exception:  # noqa: BLE001 - pickling runs code of learners
            return False
        return True

    def dump(self, value, numbers=None):
        """Pickle a reply that will be sent: its handles are counted."""
        data, handed = self.attempt(value, numbers)
        if handed or self.registry.numbers:
            self.registry.commit(handed)
        return data

    def attempt(self, value, numbers=None):
        file = io.BytesIO()
        pickler = self.pickler(
            file, self.registry, numbers or {}, self.known_classes, self.same_version
        )
        pickler.dump(value)
        return file.getvalue(), pickler.handed

    def to_bytes(self, obj):
        """Return a picture of an object whose state only its own pickling knows."""
        try:
            return self.attempt(obj.__reduce_ex__(4))[0]
        except Exception:  # noqa: BLE001 - code of a learner
            return b""

    def load(self, key, name, path, current):
        """Import an extension module from this very file; return its public names."""
        loader = importlib.machinery.ExtensionFileLoader(name, path)
        spec = importlib.util.spec_from_file_location(name, path, loader=loader)
        module = importlib.util.module_from_spec(spec)
        before = sys.modules.get(name)
        sys.modules[name] = module
        try:
            loader.exec_module(module)
        finally:
            if not current and before is not None:
                sys.modules[name] = before
        self.registry.add_module(key, module)
        if current:
            self.namespace.add_module(name, module)
        return {"names": self.code.public_names(module), "doc": getattr(module, "__doc__", None)}

    def execute(self, code, filename):
        """Run isolated code; the answer is plain data."""
        try:
            return ("finished", self.namespace.run(code, filename))
        except BaseException as error:  # noqa: BLE001 - also SystemExit
            interrupted = isinstance(error, KeyboardInterrupt)
            return ("interrupted" if interrupted else "raised", self.code.raised_text(error))

    def signature(self, function):
        import inspect  # late: milliseconds that most workers never need

        try:
            return inspect.signature(function)
        except (TypeError, ValueError):
            return None

    def public(self, module):
        """Return the public names and values; what cannot be copied becomes a handle by itself."""
        values = ((n, getattr(module, n)) for n in self.code.public_names(module))
        return {name: self.carry(value, {}) for name, value in values}

    def describe(self, number):
        return self.objects.describe(self.registry.types[number], self.registry)


def table(desk):
    """Return everything a notebook may ask for by name."""
    found = {
        "call": lambda function, args, kwargs: function(*args, **kwargs),
        "load": desk.load,
        "execute": desk.execute,
        "describe": desk.describe,
        "signature": desk.signature,
        "public": desk.public,
        "version": lambda: sys.version_info[:2],
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "special": lambda name, obj, args: getattr(type(obj), name)(obj, *args),
    }
    for name in ("getattr", "setattr", "delattr", "repr", "dir"):
        found[name] = getattr(builtins, name)
    return found
