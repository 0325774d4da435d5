"""Watches a process end, and collects what is left of it as evidence."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from rustlab.machine.process import Supervised
from rustlab.run.classify import Cut, Evidence

STACK = 8 << 20  # bytes; `_worker.py` limits its main thread to it
LOOK = 0.01  # seconds between two looks at a process that is ending


class Ending:
    """The end of one process. `stderr` gives the last lines it wrote."""

    def __init__(self, child: Supervised, faults: Path, stderr: Callable[[], str]) -> None:
        self._child = child
        self._faults = faults
        self._stderr = stderr

    def begun(self) -> bool:
        """Whether the process is gone, or is writing down a fatal signal."""
        if self._child.poll() is not None or self._written():
            return True
        return "Fatal Python error: Segmentation" in self._stderr()

    def stopped(self) -> bool:
        """Whether the process has stopped itself."""
        try:
            return psutil.Process(self._child.pid).status() == psutil.STATUS_STOPPED
        except psutil.Error:
            return False

    def of_itself(self) -> Evidence:
        """Wait for a process that ends; look at one that holds still (`_worker.hold_still`)."""
        full = False
        size = -1
        while self._child.wait(LOOK) is None and size != self._written():
            size = self._written()
            full = full or stack_is_full(self._child.pid)
        if "Segmentation" not in self._dump() + self._stderr():
            self._child.wait(1.0)
        self._child.kill()
        return self._evidence("", stack_full=full)

    def wake(self) -> None:
        """Let a process die that holds still although nobody wrote a fault.

        It fell while it ended, when Python's fault handler was gone, and sleeps eleven seconds.
        """
        number = fallen_by(self._child.pid)
        if number is not None:
            with suppress(ProcessLookupError):
                os.kill(self._child.pid, number)

    def by_us(self, cut: Cut, seconds: float | None = None) -> Evidence:
        """Ask the process where it is, then end it and all it started."""
        if hasattr(signal, "SIGUSR2") and cut != "disconnected" and self._child.poll() is None:
            os.kill(self._child.pid, signal.SIGUSR2)
            until = time.monotonic() + 10 * LOOK
            while not self._written() and time.monotonic() < until:
                self._child.wait(LOOK)
        self._child.kill()
        return self._evidence(cut, seconds=seconds)

    def lost(self) -> Evidence:
        """The connection is closed: the process ended, or it closed what is not its own."""
        if self._child.wait(1.0) is None and not self._written():
            return self.by_us("disconnected")
        return self.of_itself()

    def _written(self) -> int:
        return self._faults.stat().st_size

    def _dump(self) -> str:
        return self._faults.read_text(encoding="utf-8", errors="replace")

    def _evidence(
        self, cut: Cut, *, stack_full: bool = False, seconds: float | None = None
    ) -> Evidence:
        return Evidence(
            returncode=self._child.poll(),
            stderr=self._stderr(),
            faults=self._dump(),
            cut=cut,
            seconds=seconds,
            stack_full=stack_full,
        )


def stack_is_full(pid: int) -> bool:
    """Whether the main thread has used nearly all the stack it may have (Linux)."""
    return int(_status(pid, "VmStk")) << 10 > 0.8 * STACK


def fallen_by(pid: int) -> int | None:
    """The signal in whose handler (`_worker.hold_still`) a process is: it alone is uncaught now."""
    caught = int(_status(pid, "SigCgt"), 16)
    fatal = [getattr(signal, name, 0) for name in ("SIGSEGV", "SIGBUS")]
    left = [number for number in fatal if number and not caught >> (number - 1) & 1]
    return left[0] if len(left) == 1 else None


def _status(pid: int, key: str) -> str:
    """A value of what Linux says of a process; "0" elsewhere, and when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return "0"
    return next((line.split()[1] for line in status.splitlines() if line.startswith(key)), "0")
