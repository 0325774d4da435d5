"""A lock between processes: held by an open file, so that it ends with whoever holds it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

# A waiting that asks again leaves Ctrl-C its chance on every system.
RETRY = 0.05


class FileLock:
    """Held from `acquire` to `release`; a killed process lets go of it."""

    def __init__(self, path: Path, waiting: Callable[[], None] | None = None) -> None:
        self._path = path
        self._waiting = waiting
        self._descriptor = -1

    def acquire(self) -> None:
        """Take the lock; call `waiting` once when somebody else holds it."""
        told = False
        while not self.try_acquire():
            if not told and self._waiting is not None:
                self._waiting()
            told = True
            time.sleep(RETRY)

    def try_acquire(self) -> bool:
        """Take the lock if it is free."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _take(descriptor):
            self._descriptor = descriptor
            return True
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Let go. The file stays: removing it would let two processes hold two files."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _take(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
