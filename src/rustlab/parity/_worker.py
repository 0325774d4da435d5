"""The child that runs CPython's tests with another module in place. Standard library only.

Started by path: the name of a JSON file (`module`, `file`, `arguments`, `count`, `report`), and
what the finder needs, as marshalled hex. It puts the finder first in `sys.meta_path` before it
imports anything: what was imported earlier would keep C's module, and every test would be green.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import FrameType, ModuleType
    from typing import Any

#: `importlib`'s own two halves, which every interpreter has loaded.
FILES: Any = sys.modules["_frozen_importlib_external"]
BOOT: Any = sys.modules["_frozen_importlib"]
STARTS = frozenset({"subprocess.Popen", "os.fork", "os.exec", "os.posix_spawn", "os.system"})


class Finder:
    """Finds our file for one name, before anyone else is asked."""

    def __init__(self, name: str, file: str, functions: list[str]) -> None:
        self.name, self.file, self.functions = name, file, functions

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        """The spec of our file; for a composite C's own, with a loader that changes it."""
        if name != self.name:
            return None
        if not self.functions:
            return self.own()
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, None)
            if spec is not None:
                spec.loader = Composite(spec.loader, self)  # type: ignore[assignment]
                return spec
        return None

    def own(self) -> ModuleSpec:
        """The spec of our file."""
        loader = FILES.ExtensionFileLoader(self.name, self.file)
        spec: ModuleSpec = FILES.spec_from_file_location(self.name, self.file, loader=loader)
        return spec


class Composite:
    """C's module with some functions of ours."""

    def __init__(self, inner: Any, finder: Finder) -> None:
        self.inner, self.finder = inner, finder

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """C's module object."""
        found: ModuleType | None = self.inner.create_module(spec)
        return found

    def exec_module(self, module: ModuleType) -> None:
        """Fill it as C does, then put ours over it. Ours finds C's in `sys.modules`."""
        self.inner.exec_module(module)
        spec = self.finder.own()
        ours = BOOT.module_from_spec(spec)
        spec.loader.exec_module(ours)  # type: ignore[union-attr]
        for name in self.finder.functions:
            setattr(module, name, getattr(ours, name))


class Watch:
    """Counts the calls of builtin functions by the file they come from, and who starts processes.

    A profiler sees every call of a C function from Python with the function itself: nothing has
    to be built into the port, so what is tested is what is shipped.
    """

    def __init__(self, module: str, file: str) -> None:
        self.module, self.file = module, file
        self.calls: dict[str, int] = {}
        self.foreign: dict[str, int] = {}
        self.children: set[str] = set()

    def profile(self, _frame: FrameType, event: str, called: Any) -> None:
        """Called for each call and return."""
        if event != "c_call" or getattr(called, "__module__", None) != self.module:
            return
        home = getattr(called, "__self__", None)
        ours = getattr(home, "__file__", None) == self.file
        counts = self.calls if ours else self.foreign
        counts[called.__name__] = counts.get(called.__name__, 0) + 1

    def audit(self, event: str, _arguments: tuple[object, ...]) -> None:
        """Called for what the interpreter finds worth watching: here, new processes."""
        frame = sys._getframe() if event in STARTS else None  # noqa: SLF001 - who called?
        while frame is not None:
            test = frame.f_locals.get("self") if frame.f_code.co_name == "run" else None
            if test is not None and hasattr(test, "_testMethodName"):
                self.children.add(test.id())
                return
            frame = frame.f_back


def main(config: str) -> None:
    """Run the tests and write the report. Everything is imported after the finder is in place."""
    import json
    import threading
    from importlib import import_module
    from pathlib import Path

    regrtest: Any = import_module("test.libregrtest.main")
    asked = json.loads(Path(config).read_text(encoding="utf-8"))
    watch = Watch(asked["module"], asked["file"])
    sys.addaudithook(watch.audit)
    if asked["count"]:
        threading.setprofile(watch.profile)
        sys.setprofile(watch.profile)
    sys.argv = ["regrtest", *asked["arguments"]]
    status = 0
    try:
        regrtest.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.setprofile(None)
    report = {
        "status": status,
        "functions": functions(import_module(asked["module"])),
        "calls": watch.calls,
        "foreign": watch.foreign,
        "children": sorted(watch.children),
    }
    Path(asked["report"]).write_text(json.dumps(report), encoding="utf-8")


def functions(module: ModuleType) -> list[str]:
    """The builtin functions of a module."""
    return sorted(name for name, value in vars(module).items() if type(value) is type(len))


def place(name: str, file: str, names: list[str]) -> None:
    """Put the finder first."""
    if name in sys.modules:
        sys.exit(f"`{name}` was imported before the finder was in place")
    if file:
        sys.meta_path.insert(0, Finder(name, file, names))


if __name__ == "__main__":
    import marshal  # built in, and imports nothing itself

    place(*marshal.loads(bytes.fromhex(sys.argv[2])))
    main(sys.argv[1])
