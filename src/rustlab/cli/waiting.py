"""The line that shows a running build on a terminal, and is gone when it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rustlab.cargo.build import Progress


@contextmanager
def progress_line() -> Iterator[Callable[[Progress], None] | None]:
    """Give a callback for the steps of a build; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # only a terminal needs it

    with Console(stderr=True).status("building …") as status:
        yield lambda step: status.update(f"{step.step} ({step.seconds:.0f} s)")
