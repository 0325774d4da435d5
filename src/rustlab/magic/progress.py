"""The line that shows a running build and is gone when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from IPython.display import clear_output

from rustlab.cargo.build import Progress

DELAY = 0.3  # seconds a build may take before anything is shown
PERIOD = 0.2  # seconds between two lines
WIDTH = 72  # columns; a terminal must not wrap, for then the line could not be taken back


class ProgressLine:
    """Write one line over and over, at most five times a second; leave nothing.

    A carriage return works in a notebook and in `jupyter console` alike. The line is blanked for a
    terminal and cleared for a notebook, so that an executed notebook has no trace of the build.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = self._shown_at = clock()
        self._length = 0

    def __call__(self, progress: Progress) -> None:
        """Show one step, unless the build is young or the last line is fresh."""
        self.say(f"{progress.step} ({progress.seconds:.0f} s)")

    def say(self, words: str) -> None:
        now = self._clock()
        if now - self._begun < DELAY or (self._length and now - self._shown_at < PERIOD):
            return
        line = words if len(words) <= WIDTH else f"{words[: WIDTH - 1]}…"
        self._write(f"\r{line:<{self._length}}")
        self._length, self._shown_at = max(self._length, len(line)), now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._length:
            self._write(f"\r{'':<{self._length}}\r")
            clear_output()  # type: ignore[no-untyped-call]

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
