"""Both streams of a child until their end, on the caller's thread, with a deadline and Ctrl-C."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Thread
from typing import IO, Literal

from rustlab.machine.supervised import SLICE, Supervised

Ending = Literal["exited", "timed_out", "interrupted"]
# Seconds a pipe may stay open after the tree is gone (macOS: a process that left the session).
DRAIN = 2.0


@dataclass(slots=True, kw_only=True)
class Reading:
    """Collects both streams of a child until their end, on the caller's thread."""

    deadline: float | None
    calls: Mapping[str, Callable[[str], None] | None]
    on_idle: Callable[[], None] | None
    ending: Ending = "exited"
    texts: dict[str, list[str]] = field(default_factory=lambda: {"stdout": [], "stderr": []})
    lines: queue.SimpleQueue[tuple[str, str | None]] = field(default_factory=queue.SimpleQueue)
    gone: float | None = None  # when the tree had ended while a pipe was still open

    def follow(self, child: Supervised, stdout: IO[bytes] | None, stderr: IO[bytes] | None) -> None:
        """Read to the end of both files, for polling a process loses its last lines."""
        for name, stream in (("stdout", stdout), ("stderr", stderr)):
            Thread(target=_pump, args=(name, stream, self.lines), daemon=True).start()
        still_open = 2
        while still_open and not self._given_up(child):
            try:
                self._check_deadline(child)
                still_open -= self._take()
            except KeyboardInterrupt:
                self.ending = "interrupted"
                child.kill()

    def _take(self) -> bool:
        """Deliver one line; True when it was the end of a stream."""
        try:
            name, line = self.lines.get(timeout=SLICE)
        except queue.Empty:
            if self.on_idle is not None and self.ending == "exited":
                self.on_idle()
            return False
        if line is None:
            return True
        self.texts[name].append(line)
        call = self.calls[name]
        if call is not None and self.ending == "exited":
            call(line)
        return False

    def _check_deadline(self, child: Supervised) -> None:
        late = self.deadline is not None and time.monotonic() > self.deadline
        if late and self.ending == "exited" and child.poll() is None:
            self.ending = "timed_out"
            child.kill()

    def _given_up(self, child: Supervised) -> bool:
        if child.poll() is None:
            return False
        self.gone = self.gone or time.monotonic()
        return time.monotonic() - self.gone > DRAIN and self.lines.empty()


def _pump(name: str, stream: IO[bytes], lines: queue.SimpleQueue[tuple[str, str | None]]) -> None:
    with stream:
        for line in stream:
            lines.put((name, line.decode("utf-8", "replace").replace("\r\n", "\n")))
    lines.put((name, None))
