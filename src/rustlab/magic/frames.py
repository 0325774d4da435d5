"""An exception of the worker, shown without the frames of ours that brought it over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from rustlab.run.session import Session

BRINGS_OVER = Session.apply.__code__


def without_ours(tb: TracebackType | None) -> None:
    """Cut `tb` after the learner's own last frame if the worker raised; else leave it whole."""
    learners, last = None, tb
    while last is not None and last.tb_next is not None:
        if not last.tb_frame.f_locals.get("__tracebackhide__", False):
            learners = last
        last = last.tb_next
    if last is not None and last.tb_frame.f_code is BRINGS_OVER and learners is not None:
        learners.tb_next = None


def watch(shell: Any) -> None:
    """Have `shell` cut tracebacks before it shows them.

    IPython hides frames that ask for it, but never the last one, and here the last one is ours.
    """
    show = shell.showtraceback

    def showtraceback(exc_tuple: Any = None, *args: Any, **kwargs: Any) -> Any:
        for error in _chain((exc_tuple or sys.exc_info())[1]):
            without_ours(error.__traceback__)
        return show(exc_tuple, *args, **kwargs)

    shell.showtraceback = showtraceback


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and what it came from; a chain may be a ring."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
