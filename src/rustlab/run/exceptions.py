"""Builds an exception of the worker again, with its chain, notes and the lines it went through."""

from __future__ import annotations

import sys
from types import FrameType, FunctionType, TracebackType
from typing import Any


def rebuild(data: dict[str, Any] | None) -> BaseException | None:
    """Return the exception that `_worker_code.exception_data` described."""
    if data is None:
        return None
    error = _make(data)
    for name, value in data["attributes"].items():
        try:
            setattr(error, name, value)
        except (AttributeError, TypeError):
            continue
    error.__cause__ = rebuild(data["cause"])
    error.__context__ = rebuild(data["context"])
    error.__suppress_context__ = data["suppress"]
    return error.with_traceback(trace(data["frames"]))


def _make(data: dict[str, Any]) -> BaseException:
    """Make the instance: as it was reduced, else without running the learner's `__init__`."""
    kind: type[BaseException] = data["type"]
    members = [e for e in map(rebuild, data["members"]) if isinstance(e, Exception)]
    if members and issubclass(kind, BaseExceptionGroup):
        return kind(data["args"][0], members)
    try:
        error = kind(*data["reduced"])
    except Exception:  # code of a learner
        error = kind.__new__(kind, *data["args"])
    if error.args != data["args"]:
        error.args = data["args"]
    return error


def trace(frames: list[tuple[str, int, str]]) -> TracebackType | None:
    """Make a traceback with the files, lines and names of the worker's frames."""
    found: TracebackType | None = None
    for file, line, name in reversed(frames):
        # -1: no instruction is known, so that nobody underlines a column.
        found = TracebackType(found, _frame(file, line or 1, name), -1, line or 1)
    return found


def _frame(file: str, line: int, name: str) -> FrameType:
    code = _here.__code__.replace(
        co_filename=file, co_firstlineno=line, co_name=name, co_qualname=name
    )
    frame: FrameType = FunctionType(code, {"sys": sys, "__name__": "__main__"})()
    return frame


def _here() -> FrameType:
    return sys._getframe()  # noqa: SLF001
