"""A real kernel over jupyter_client: run cells, read what came, see that nobody is left behind."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

RECORD = "application/vnd.rustlab+json"
MARK = "RUSTLAB_TEST_KERNEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one cell gave, as a frontend keeps it: cleared outputs are gone."""

    status: str
    outputs: tuple[dict[str, Any], ...]
    seconds: float
    ename: str = ""
    evalue: str = ""
    said: str = ""  # every word of the streams, also what was cleared

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def stdout(self) -> str:
        return self._stream("stdout")

    @property
    def stderr(self) -> str:
        return self._stream("stderr")

    @property
    def data(self) -> list[dict[str, Any]]:
        """The MIME bundles, displayed and returned."""
        return [o["data"] for o in self.outputs if "data" in o]

    @property
    def records(self) -> list[dict[str, Any]]:
        return [bundle[RECORD] for bundle in self.data if RECORD in bundle]

    @property
    def text(self) -> str:
        """Everything a reader sees in a terminal."""
        shown = [bundle.get("text/plain", "") for bundle in self.data]
        return "\n".join([self.stdout, self.stderr, *shown, self.ename, self.evalue])

    def _stream(self, name: str) -> str:
        return "".join(o["text"] for o in self.outputs if o.get("name") == name)


@dataclass(slots=True)
class Screen:
    """The outputs of one cell as messages come in."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    idle: bool = False
    clear_next: bool = False
    said: str = ""

    def take(self, kind: str, content: dict[str, Any]) -> None:
        self.said += content.get("text", "") if kind == "stream" else ""
        if kind == "status":
            self.idle = content["execution_state"] == "idle"
        elif kind == "clear_output":
            self.clear_next = content["wait"]
            self.outputs[:] = self.outputs if self.clear_next else []
        elif kind in {"stream", "display_data", "execute_result", "error"}:
            self.outputs[:] = [] if self.clear_next else self.outputs
            self.clear_next = False
            self.outputs.append({"kind": kind, **content})


@dataclass(slots=True)
class Kernel:
    """One running kernel and the mark that all its descendants inherit."""

    manager: KernelManager
    client: BlockingKernelClient
    mark: str
    cleared: bool = field(default=False)

    def start(self, code: str, cell: str = "", deleted: tuple[str, ...] = ()) -> str:
        """Send a cell; return the id of the message. `cell` and `deleted` are as Lab sends them."""
        message = self.client.session.msg("execute_request", {
            "code": code, "silent": False, "store_history": True, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": True,
        })  # fmt: skip
        message["metadata"] = {"cellId": cell, "deletedCells": list(deleted), "trusted": True}
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def run(
        self, code: str, timeout: float = 240, cell: str = "", deleted: tuple[str, ...] = ()
    ) -> Reply:
        return self.wait(self.start(code, cell, deleted), timeout)

    def wait(self, message: str, timeout: float = 240) -> Reply:
        """Read until the kernel is idle again."""
        begun = time.monotonic()
        screen = Screen()
        while not screen.idle:
            found = self._message(begun + timeout)
            if found["parent_header"].get("msg_id") == message:
                screen.take(found["msg_type"], found["content"])
        reply = self.client.get_shell_msg(timeout=timeout)
        while reply["parent_header"].get("msg_id") != message:
            reply = self.client.get_shell_msg(timeout=timeout)
        content = reply["content"]
        return Reply(
            status=content["status"],
            outputs=tuple(screen.outputs),
            said=screen.said,
            seconds=time.monotonic() - begun,
            ename=content.get("ename", ""),
            evalue=content.get("evalue", ""),
        )

    def _message(self, deadline: float) -> dict[str, Any]:
        while True:
            try:
                return dict(self.client.get_iopub_msg(timeout=1))
            except Empty:
                assert self.manager.is_alive(), "the kernel died"
                assert time.monotonic() < deadline, "the cell takes too long"

    def wait_for_output(self, message: str, words: str, timeout: float = 240) -> None:
        """Read until a stream of this cell says `words`."""
        deadline = time.monotonic() + timeout
        said = ""
        while words not in said:
            found = self._message(deadline)
            if found["parent_header"].get("msg_id") == message and found["msg_type"] == "stream":
                said += found["content"]["text"]

    @property
    def pid(self) -> int:
        assert self.manager.provisioner is not None
        return int(self.manager.provisioner.pid)

    def interrupt(self) -> None:
        """What the stop button of a notebook does."""
        self.manager.interrupt_kernel()

    def left_behind(self, timeout: float = 20) -> list[str]:
        """Wait for the end of every process but the kernel itself; return what is still there."""
        return wait_until_gone(self.mark, timeout, but=self.pid)

    def command_of(self, program: str, timeout: float = 240) -> psutil.Process:
        """Wait until a process of this kernel runs `program`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for process in marked(self.mark):
                if Path(_command(process)[1]).name == program:
                    return process
            time.sleep(0.02)
        raise AssertionError(f"no process of the kernel runs {program}")


def marked(mark: str) -> list[psutil.Process]:
    """Every living process whose environment bears the mark."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until_gone(mark: str, timeout: float = 20, but: int | None = None) -> list[str]:
    """Wait for the end of every marked process; return what is left."""
    deadline = time.monotonic() + timeout
    while left := [p for p in marked(mark) if p.pid != but]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return [" ".join(_command(p)) for p in left]


def _command(process: psutil.Process) -> list[str]:
    try:
        return [str(process.pid), *(process.cmdline() or ["?"])]
    except psutil.Error:
        return [str(process.pid), "?"]


@contextmanager
def kernel(cwd: Path, env: Mapping[str, str] | None = None) -> Iterator[Kernel]:
    """Start the kernelspec `rustlab` in `cwd`; at the end no process of it is alive."""
    mark = uuid.uuid4().hex
    manager = KernelManager(kernel_name="rustlab", transport_encryption="auto")
    manager.start_kernel(cwd=str(cwd), env={**os.environ, MARK: mark, **(env or {})})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Kernel(manager, client, mark)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        assert not wait_until_gone(mark)
