"""Runs a learner's Python in the worker and turns exceptions into plain data. Standard library only."""

from __future__ import annotations

import ast
import json
import linecache
import os
import sys
import traceback
import types

HERE = os.path.dirname(os.path.abspath(__file__))
RICH = {"_repr_html_": "text/html", "_repr_svg_": "image/svg+xml", "_repr_markdown_": "text/markdown",
        "_repr_latex_": "text/latex"}  # fmt: skip


class Namespace:
    """The `__main__` of isolated code: it persists from cell to cell."""

    def __init__(self, argument, reports):
        self.module = types.ModuleType("__main__")
        self.module.__dict__.update(
            argument=argument, report=reporter(reports), __builtins__=__builtins__
        )
        sys.modules["__main__"] = self.module

    def add_module(self, name, module):
        """Put the module and its public names where a notebook would have them."""
        scope = self.module.__dict__
        scope[name] = module
        scope.update((n, getattr(module, n)) for n in public_names(module))

    def run(self, code, filename):
        """Run `code`; return the MIME bundle of its last expression, None for no value."""
        lines = code.splitlines(keepends=True)
        linecache.cache[filename] = (len(code), None, lines, filename)
        tree = compile(code, filename, "exec", ast.PyCF_ONLY_AST)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, filename, "exec"), self.module.__dict__)  # noqa: S102
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), filename, "eval"), self.module.__dict__)  # noqa: S307
        return None if value is None else bundle(value)


def reporter(path):
    """Return `report(name, outcome, message, data)`: one JSON line, on disk before the next step."""

    def report(name, outcome, message="", data=None):
        line = json.dumps({"name": name, "outcome": outcome, "message": message, "data": data})
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode() + b"\n")
        finally:
            os.close(descriptor)

    return report


def public_names(module):
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return [str(n) for n in listed if hasattr(module, n)]
    return [n for n in vars(module) if not n.startswith("_")]


def bundle(value):
    """Return {mime: text} of a value, as a notebook would show it."""
    shown = {"text/plain": repr(value)}
    for method, mime in RICH.items():
        found = getattr(type(value), method, None)
        text = found(value) if found is not None else None
        if isinstance(text, str):
            shown[mime] = text
    return shown


def own_frames(tb):
    """Drop the frames of this program; what is left is the learner's."""
    while tb is not None and tb.tb_frame.f_code.co_filename.startswith(HERE):
        tb = tb.tb_next
    return tb


def raised_text(error):
    """Return (type, message, traceback) of an exception as text."""
    seen = set()
    shown = error
    while shown is not None and id(shown) not in seen:
        seen.add(id(shown))
        shown.__traceback__ = own_frames(shown.__traceback__)
        shown = shown.__cause__ or shown.__context__
    text = "".join(traceback.format_exception(error))
    return (type(error).__name__, safe_str(error), text)


def safe_str(error):
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - code of a learner
        return "<the message could not be made>"


def exception_data(error, seen=()):
    """Return an exception as nested plain data: type, how to build it, attributes, chain, frames."""
    if error is None or id(error) in seen:
        return None
    seen = (*seen, id(error))
    error.__traceback__ = own_frames(error.__traceback__)
    frames = [(f.filename, f.lineno, f.name) for f in traceback.extract_tb(error.__traceback__)]
    return {
        "type": type(error),
        "name": type(error).__name__,
        "traceback": "".join(traceback.format_exception(error)),
        "args": error.args,
        "reduced": reduced_arguments(error),
        "attributes": dict(getattr(error, "__dict__", {})),
        "cause": exception_data(error.__cause__, seen),
        "context": exception_data(error.__context__, seen),
        "suppress": error.__suppress_context__,
        "frames": frames,
        "members": [exception_data(e, seen) for e in getattr(error, "exceptions", ())],
        "text": safe_str(error),
    }


def reduced_arguments(error):
    """Return what the type is called with to build it again: OSError keeps more than `args`."""
    try:
        reduced = error.__reduce__()
        return (
            reduced[1]
            if reduced[0] is type(error) and isinstance(reduced[1], tuple)
            else error.args
        )
    except Exception:  # noqa: BLE001 - code of a learner
        return error.args


def plain_exception(data, picklable):
    """Replace by text what does not travel, so that an exception always arrives."""
    if data is None:
        return None
    plain = dict(data)
    if not picklable(data["type"]):
        plain["type"] = next(b for b in data["type"].__mro__ if b.__module__ == "builtins")
        plain["text"] = f"{data['type'].__name__}: {data['text']}"
        plain["args"] = plain["reduced"] = (plain["text"],)
    for key in ("args", "reduced"):
        plain[key] = tuple(a if picklable(a) else repr(a) for a in plain[key])
    plain["attributes"] = {k: v for k, v in data["attributes"].items() if picklable(v)}
    plain["cause"] = plain_exception(data["cause"], picklable)
    plain["context"] = plain_exception(data["context"], picklable)
    plain["members"] = [plain_exception(m, picklable) for m in data["members"]]
    return plain
