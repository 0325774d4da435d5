"""The kernel of a page: keeps history, notices its own death, reports every message."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager
from nbval.kernel import RunningKernel

TRIES = 3
LOOK = 0.2  # seconds between two looks at whether the kernel still lives


class KernelDiedError(Exception):
    """The kernel's process ended while a cell ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelStart:
    """What a kernel is started with; `log` takes what its process writes to stderr."""

    name: str
    folder: Path
    environ: Mapping[str, str]
    log: Path
    timeout: float  # seconds until it must answer

    @property
    def last_words(self) -> str:
        """The end of the log."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.is_file() else ""
        return text.strip()[-2000:]


def start_kernel(start: KernelStart) -> PageKernel:
    """A running kernel; raises RuntimeError with the kernel's last words.

    Tried again: jupyter_client picks free ports before the kernel binds them, and on a busy machine
    somebody else may be faster.
    """
    for _ in range(TRIES - 1):
        with suppress(RuntimeError):
            return PageKernel(start)
    try:
        return PageKernel(start)
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{start.last_words}") from None


class PageKernel(RunningKernel):  # type: ignore[misc]
    """nbval's kernel, started by us: its own has no history and waits long for a dead process."""

    def __init__(self, start: KernelStart) -> None:
        self.on_message: Callable[[Mapping[str, Any]], None] = lambda _: None
        self.running = ""  # the request whose messages count: the cell that runs
        self.status = ""  # how the last cell ended: "ok", "error"
        # Curve keys silence ipykernel's "TCP without encryption" where the kernelspec offers them.
        self.km = KernelManager(kernel_name=start.name, transport_encryption="auto")
        self._stderr = start.log.open("wb")
        self.km.start_kernel(cwd=str(start.folder), env=dict(start.environ), stderr=self._stderr)
        self.kc = self.km.client()
        self.kc.start_channels()
        try:
            self.kc.wait_for_ready(timeout=start.timeout)
            self._ensure_iopub_up()
        except BaseException:
            self.stop()
            raise

    @property
    def language_info(self) -> dict[str, Any]:
        """What the kernel says about its language, for the notebook's metadata."""
        reply = self.kc.kernel_info(reply=True, timeout=60)
        return dict(reply["content"]["language_info"])

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        """Run a cell as a notebook does: numbered and in the history."""
        self.running = self.kc.execute(
            cell_input, store_history=True, allow_stdin=bool(allow_stdin), stop_on_error=False
        )
        return self.running

    def get_message(self, stream: str, timeout: float | None = None) -> Mapping[str, Any]:
        """The next message; raise KernelDiedError as soon as the process is gone."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = LOOK if end is None else min(LOOK, max(end - time.monotonic(), 0.0))
            try:
                message: Mapping[str, Any] = super().get_message(stream, timeout=left)
            except Empty:
                if not self.is_alive():
                    raise KernelDiedError from None
                if end is not None and time.monotonic() >= end:
                    raise
            else:
                if stream == "iopub" and message["parent_header"].get("msg_id") == self.running:
                    self.on_message(message)
                if message["msg_type"] == "execute_reply":
                    self.status = message["content"]["status"]
                return message

    def stop(self) -> None:
        """End the process and close the channels; harmless when it is gone already."""
        if hasattr(self, "km"):
            super().stop()
        self._stderr.close()
