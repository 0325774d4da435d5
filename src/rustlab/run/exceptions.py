"""Builds an exception of the worker again, with its chain, notes and the lines it went through."""

from __future__ import annotations

import linecache
import sys
from types import FrameType, FunctionType, TracebackType
from typing import Any

COMPILED = "<compiled code>"


def rebuild(data: dict[str, Any] | None, where: str = "") -> BaseException | None:
    """Return the exception that `_worker_code.exception_data` described.

    `where` names the compiled function: it stands for the frames that compiled code has not got.
    """
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
    return error.with_traceback(trace(data["frames"] or _compiled(where)))


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


def _compiled(where: str) -> list[tuple[str, int | None, str]]:
    if not where:
        return []
    line = "# compiled code: there is no line to show\n"
    linecache.cache[COMPILED] = (len(line), None, [line], COMPILED)
    return [(COMPILED, 1, where)]


def trace(frames: list[tuple[str, int | None, str]]) -> TracebackType | None:
    """Make a traceback with the files, lines and names of the worker's frames."""
    found: TracebackType | None = None
    for file, line, name in reversed(frames):
        found = TracebackType(found, _frame(file, line or 1, name), 0, line or 1)
    return found


def _frame(file: str, line: int, name: str) -> FrameType:
    code = _here.__code__
    place = code.replace(
        co_filename=file,
        co_firstlineno=line,
        co_name=name,
        co_qualname=name,
        co_linetable=_first_line(len(code.co_code) // 2),
    )
    frame: FrameType = FunctionType(place, {"sys": sys, "__name__": "__main__"})()
    return frame


def _here() -> FrameType:
    return sys._getframe()  # noqa: SLF001


def _first_line(units: int) -> bytes:
    """Return a location table (PEP 657) that has every instruction on the first line, no column.

    Not an empty table, one without lines, or instruction -1: `traceback` fails on the first,
    IPython on the second and loops for ever on the third.
    """
    sizes = [8] * (units // 8) + [units % 8] * (units % 8 > 0)
    # The kind of entry 13: its size, then by how many lines it is further down.
    return b"".join(bytes([0x80 | 13 << 3 | size - 1, 0]) for size in sizes)
