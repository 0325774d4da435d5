"""Runs a learner's Python in the worker; exceptions become plain data. Standard library only."""

from __future__ import annotations

import json
import linecache
import os
import sys
import traceback
import types

TYPE_CHECKING = False  # without `typing` a worker starts sooner
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

HERE = __file__[: -len("_code.py")]  # every file of this program begins with it
RICH = {
    "_repr_html_": "text/html",
    "_repr_svg_": "image/svg+xml",
    "_repr_markdown_": "text/markdown",
    "_repr_latex_": "text/latex",
}


class Namespace:
    """The `__main__` of isolated code: it persists from cell to cell."""

    def __init__(self, argument: object, reports: str) -> None:
        self.module = types.ModuleType("__main__")
        scope = {"argument": argument, "report": reporter(reports), "__builtins__": __builtins__}
        self.module.__dict__.update(scope)
        sys.modules["__main__"] = self.module
        self.runs: dict[str, int] = {}

    def add_module(self, name: str, module: types.ModuleType) -> None:
        """Put the module and its public names where a notebook has them."""
        scope = self.module.__dict__
        scope[name] = module
        scope.update((n, getattr(module, n)) for n in public_names(module))

    def run(self, text: str, filename: str) -> dict[str, str] | None:
        """Run code; return the MIME bundle of its last expression, None for no value."""
        import ast  # late: milliseconds that many workers never need

        filename = self.name(filename)
        lines = text.splitlines(keepends=True)
        linecache.cache[filename] = (len(text), None, lines, filename)  # for tracebacks
        tree = ast.parse(text, filename)
        scope = self.module.__dict__
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        # The future statements of this file are not the learner's.
        exec(compile(tree, filename, "exec", dont_inherit=True), scope)
        if not isinstance(last, ast.Expr):
            return None
        shown = ast.Expression(last.value)
        value = eval(compile(shown, filename, "eval", dont_inherit=True), scope)
        return None if value is None else bundle(value)

    def name(self, filename: str) -> str:
        """Return `<isolated>`, then `<isolated 2>`: a function of an older cell keeps its lines."""
        self.runs[filename] = self.runs.get(filename, 0) + 1
        if self.runs[filename] == 1 or not filename.endswith(">"):
            return filename
        return f"{filename[:-1]} {self.runs[filename]}>"


def reporter(path: str) -> Callable[..., None]:
    """Return `report(name, outcome, message, data)`: one JSON line, written at once."""

    def report(name: str, outcome: str, message: str = "", data: object = None) -> None:
        line = json.dumps({"name": name, "outcome": outcome, "message": message, "data": data})
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode() + b"\n")
        finally:
            os.close(descriptor)

    return report


def public_names(module: types.ModuleType) -> list[str]:
    """Return `__all__`, or the names without a leading underscore."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return [str(name) for name in listed if hasattr(module, name)]
    return [name for name in vars(module) if not name.startswith("_")]


def bundle(value: Any) -> dict[str, str]:
    """Return {mime: text} of a value, as a notebook shows it."""
    shown = {"text/plain": repr(value)}
    for method, mime in RICH.items():
        found = getattr(type(value), method, None)
        text = found(value) if found is not None else None
        if isinstance(text, str):
            shown[mime] = text
    return shown


def own_frames(tb: types.TracebackType | None) -> types.TracebackType | None:
    """Drop the frames of this program and of the import machinery, up to the learner's first."""
    while tb is not None:
        name = tb.tb_frame.f_code.co_filename
        if not name.startswith((HERE, "<frozen importlib")):
            break
        tb = tb.tb_next
    return tb


def clean(error: BaseException | None) -> None:
    """Take our frames off an exception and everything it is chained to."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = own_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def raised_text(error: BaseException) -> tuple[str, str, str]:
    """Return (type, message, traceback) of an exception as text."""
    clean(error)
    return (type(error).__name__, safe_str(error), "".join(traceback.format_exception(error)))


def safe_str(error: BaseException) -> str:
    """Return the message; `__str__` of a learner may fail."""
    try:
        return str(error)
    except Exception:
        return "<the message could not be made>"


def exception_data(error: BaseException, seen: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return an exception as plain data: type, how to build it, attributes, chain, frames."""
    kind, message, text = raised_text(error)
    arguments, attributes = reduced(error)
    seen = (*seen, id(error))

    def inner(other: BaseException | None) -> dict[str, Any] | None:
        return None if other is None or id(other) in seen else exception_data(other, seen)

    return {
        "type": type(error),
        "name": kind,
        "text": message,
        "traceback": text,
        "args": error.args,
        "reduced": arguments,
        "attributes": attributes,
        "cause": inner(error.__cause__),
        "context": inner(error.__context__),
        "suppress": error.__suppress_context__,
        "frames": [
            (f.filename, f.lineno, f.name) for f in traceback.extract_tb(error.__traceback__)
        ],
        "members": [inner(e) for e in getattr(error, "exceptions", ())],
    }


def frames(tb: types.TracebackType | None) -> list[tuple[str, int | None, str]]:
    """Return file, line and name of every frame."""
    return [(f.filename, f.lineno, f.name) for f in traceback.extract_tb(tb)]


def reduced(error: BaseException) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what the type is called with and what is set then: OSError, ImportError keep more."""
    attributes = dict(getattr(error, "__dict__", {}))
    try:
        parts: Any = error.__reduce__()
        if parts[0] is not type(error):
            return error.args, attributes
        state = parts[2] if len(parts) > 2 and isinstance(parts[2], dict) else {}
        return tuple(parts[1]), attributes | state
    except Exception:
        return error.args, attributes


def plain_exception(
    data: dict[str, Any] | None, picklable: Callable[[Any], bool]
) -> dict[str, Any] | None:
    """Replace by text what does not travel, so that an exception always arrives."""
    if data is None:
        return None
    plain = dict(data)
    if not picklable(data["type"]):
        plain["type"] = next(b for b in data["type"].__mro__ if b.__module__ == "builtins")
        plain["args"] = plain["reduced"] = (f"{data['name']}: {data['text']}",)
    for key in ("args", "reduced"):
        plain[key] = tuple(a if picklable(a) else repr(a) for a in plain[key])
    plain["attributes"] = {k: v for k, v in data["attributes"].items() if picklable(v)}
    for key in ("cause", "context"):
        plain[key] = plain_exception(data[key], picklable)
    plain["members"] = [plain_exception(m, picklable) for m in data["members"]]
    return plain
