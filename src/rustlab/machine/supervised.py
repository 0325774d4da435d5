"""A running child as its parent sees it: what the supervisor said, and how to speak to it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import IO, Protocol, Self

import psutil

# On Windows a wait for a lock is not broken by Ctrl-C: short waits let the interrupt through.
SLICE = 0.1
# Seconds a supervisor may need to end its tree before it is killed itself.
PATIENCE = 5.0


class Guard(Protocol):
    """The supervisor's own process."""

    @property
    def pid(self) -> int: ...

    def kill(self) -> None: ...

    def wait(self) -> int: ...


@dataclass(slots=True, kw_only=True)
class Fate:
    """What the supervisor said so far; written by one thread, read after the events."""

    guard: Guard
    stdout: IO[bytes] | None = None  # the child's pipes, where it has pipes
    stderr: IO[bytes] | None = None
    started: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)
    pid: int = 0
    problem: str = ""  # why the program could not be started
    returncode: int = -9  # the supervisor itself was killed, and the child with it


class Supervised:
    """A running child and its tree. When this object is dropped or its process dies, they end."""

    def __init__(self, fate: Fate, control: IO[bytes]) -> None:
        self._fate = fate
        self._control = control

    @property
    def pid(self) -> int:
        """The child's own process id (not the supervisor's)."""
        return self._fate.pid

    def poll(self) -> int | None:
        """The return code once the whole tree is gone, else None."""
        return self._fate.returncode if self._fate.ended.is_set() else None

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end of the tree, at most `timeout` seconds; the return code or None."""
        wait_for(self._fate.ended, timeout)
        return self.poll()

    def interrupt(self) -> None:
        """Send SIGINT (Windows: CTRL_BREAK) to the child alone."""
        self._tell(b"i")

    def kill(self) -> None:
        """End the whole tree; return when it is gone."""
        self._tell(b"k")
        if self.wait(PATIENCE) is None:
            self._fate.guard.kill()
            self.wait(PATIENCE)

    def close(self) -> None:
        """End the tree if it still runs and let go of everything."""
        try:
            if self.poll() is None:
                self.kill()
        finally:
            self._control.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(self, command: bytes) -> None:
        with suppress(OSError, ValueError):  # ended or closed: there is nobody left to tell
            self._control.write(command)


def listen(answer: int, fate: Fate) -> None:
    """Read what the supervisor says, to the end, then reap it."""
    finished = False
    with os.fdopen(answer, encoding="utf-8", errors="replace") as stream:
        for line in stream:
            word, _, rest = line.strip().partition(" ")
            if word == "pid":
                fate.pid = int(rest)
                fate.started.set()
            elif word == "failed":
                fate.problem = rest
            elif word == "ended":
                fate.returncode = int(rest)
                finished = True
    fate.guard.wait()
    if not finished:
        _sweep(fate.guard.pid)
    fate.ended.set()
    fate.started.set()


def _sweep(session: int) -> None:
    """Somebody killed the supervisor: end what is left of its session (Windows: the job did)."""
    if sys.platform == "win32":
        return
    import signal

    for pid in psutil.pids():
        try:
            if os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)
        except OSError:
            continue


def wait_for(event: Event, timeout: float | None) -> None:
    """Event.wait that Ctrl-C can break on every system."""
    if sys.platform != "win32":
        event.wait(timeout)
        return
    end = None if timeout is None else time.monotonic() + timeout
    while not event.wait(SLICE) and (end is None or time.monotonic() < end):
        pass
