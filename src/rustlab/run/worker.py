"""One worker process: start it, exchange bytes with it, and say in words how it ended."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, NoReturn, Self

from rustlab.errors import RustlabError, WorkerCrashed
from rustlab.machine.process import Supervised
from rustlab.run.classify import Evidence, classify
from rustlab.run.ending import Ending
from rustlab.run.launch import Start, launch
from rustlab.run.outcome import Crash, Limits, Raised, Report, Run
from rustlab.run.outcome import Ending as HowEnded
from rustlab.run.tail import Tail

TICK = 0.03  # seconds between two looks at output, faults and the supervisor
PATIENCE = 10.0  # seconds a process may take to end by itself
GRACE = 0.5  # seconds an interrupted worker may take to answer
Output = Callable[[Literal["stdout", "stderr"], str], None]


class Worker:
    """A child process that holds compiled modules. Made by `start`; not thread-safe by itself."""

    def __init__(
        self, *, folder: Path, child: Supervised, connection: Connection, output: Output
    ) -> None:
        self.crash: Crash | None = None
        self.interrupted = False
        self._busy = False
        self._midway = False
        self._folder = folder
        self._child = child
        self._connection = connection
        self._tails = (
            Tail(folder / "stdout", lambda text: output("stdout", text)),
            Tail(folder / "stderr", lambda text: output("stderr", text)),
        )
        self._death = Ending(child, folder / "faults", self._tails[1].recent)

    @classmethod
    def start(  # noqa: PLR0913 - each says one thing of a process
        cls,
        python: Path,
        *,
        workspace_folder: Path,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        env: Iterable[tuple[str, str]] = (),
        on_output: Output,
        cwd: Path | None = None,
        argument: object = None,
    ) -> Self:
        """Start a worker in `python`; its files lie in a folder of its own in `workspace_folder`.

        Raises WorkerCrashed when the process ends before it answers (a broken interpreter).
        """
        folder = Path(tempfile.mkdtemp(prefix="worker-", dir=workspace_folder))
        try:
            child, connection = launch(
                Start(
                    python=python,
                    folder=folder,
                    cwd=cwd or folder,
                    limits=limits,
                    env=tuple(env),
                    argument=argument,
                )
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(folder=folder, child=child, connection=connection, output=on_output)

    @property
    def alive(self) -> bool:
        """Whether the process can still answer."""
        return self.crash is None and not self._connection.closed and self._child.poll() is None

    @property
    def pid(self) -> int:
        """The worker's own process id."""
        return self._child.pid

    def load(
        self,
        name: str,
        artifact: Path,
        *,
        key: int = 0,
        current: bool = True,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Import `artifact` as `name` in the worker; return its public names and docstring.

        Raises WorkerCrashed when the import ends the process, Refused when the module raises.
        """
        found: dict[str, Any] = self.ask("load", key, name, str(artifact), current, timeout=timeout)
        return found

    def execute(
        self, code: str, *, filename: str = "<isolated>", timeout: float | None = None
    ) -> Run:
        """Run Python in the worker; what it defines stays until the worker ends (`%%isolated`)."""
        begun = time.monotonic()
        try:
            ending, value = self.ask("execute", code, filename, timeout=timeout)
        except WorkerCrashed as error:
            return self.outcome(begun, crash=error.crash)
        if ending == "finished":
            return self.outcome(begun, display=tuple((value or {}).items()))
        kind, message, text = value
        return self.outcome(begun, raised=Raised(type=kind, message=message, traceback=text))

    def outcome(
        self,
        begun: float,
        *,
        display: tuple[tuple[str, str], ...] = (),
        raised: Raised | None = None,
        crash: object = None,
    ) -> Run:
        """Make the Run of the latest request."""
        assert crash is None or isinstance(crash, Crash)
        return Run(
            ending=self._how(raised, crash),
            display=display,
            stdout=self._tails[0].text(),
            stderr=self._tails[1].text(),
            raised=raised,
            crash=crash,
            reports=self.reports(),
            seconds=time.monotonic() - begun,
        )

    def _how(self, raised: Raised | None, crash: Crash | None) -> HowEnded:
        if self.interrupted:
            return "interrupted"
        if crash is not None:
            return "timed_out" if crash.word == "timeout" else "crashed"
        return "finished" if raised is None else "raised"

    def reports(self) -> tuple[Report, ...]:
        """What the programs reported so far, also those that crashed afterwards."""
        path = self._folder / "reports"
        if not path.exists():
            return ()
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(report for line in lines if (report := _report(line)) is not None)

    def ask(self, operation: str, *operands: object, timeout: float | None = None) -> Any:
        """Ask for something that travels as plain data."""
        request = pickle.dumps(((), operation, operands, []), protocol=5)
        status, value, _ = _Plain(io.BytesIO(self.exchange(request, timeout))).load()
        if status == "raised":
            raise Refused(value)
        return value

    def exchange(self, request: bytes, timeout: float | None = None) -> bytes:
        """Send a request, return the reply; everything printed until then is delivered before.

        Raises WorkerCrashed when the process ends, takes longer than `timeout` seconds, or does
        not react to Ctrl-C within GRACE seconds.
        """
        if self._busy:  # a reader of the output, or a `__del__` that ran meanwhile
            raise RustlabError(
                "the worker is in the middle of another call", hint="call it when that has ended"
            )
        self._busy = True
        try:
            return self._exchange(request, timeout)
        finally:
            self._busy = False

    def _exchange(self, request: bytes, timeout: float | None) -> bytes:
        self.interrupted = False
        self._pump()
        for tail in self._tails:
            tail.begin()
        try:
            reply = self._wait(request, timeout)
        except KeyboardInterrupt:
            reply = self._interrupt()
        except (EOFError, OSError):
            self._fail(self._death.lost())
        self._pump()
        return reply

    def finish(self) -> Crash | None:
        """Let the process end by itself, destructors and all; return its crash if it had one."""
        self._connection.close()
        deadline = time.monotonic() + PATIENCE
        while (status := self._child.wait(TICK)) is None:
            self._death.wake()
            if self._death.begun():
                status = self._child.poll()  # it may have ended in order just after the wait
                break
            if time.monotonic() > deadline:
                return self._classified(self._death.by_us("timeout", PATIENCE))
        if status == 0:
            return None
        # Python puts its fault handler away before it is quite gone: silence says nothing here.
        return self._classified(replace(self._death.of_itself(), watched=False))

    def close(self) -> None:
        """End the process and everything it started; remove its files."""
        self._connection.close()
        self._child.close()
        for tail in self._tails:
            tail.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self, request: bytes, timeout: float | None) -> bytes:
        deadline = None if timeout is None else time.monotonic() + timeout
        self._midway = True  # a message that is cut in two cannot be mended
        self._connection.send_bytes(request)
        self._midway = False
        while not self._connection.poll(TICK):
            self._pump()
            if self._death.begun():
                self._fail(self._death.of_itself())
            if deadline is not None and time.monotonic() > deadline:
                self._fail(self._death.by_us("timeout", timeout))
            if self._death.stopped():
                self._fail(self._death.by_us("stopped"))
        self._midway = True
        reply = self._connection.recv_bytes()
        self._midway = False
        return reply

    def _interrupt(self) -> bytes:
        """Ctrl-C: the learner's code gets a KeyboardInterrupt; code in C that is deaf is ended."""
        self.interrupted = True
        with suppress(KeyboardInterrupt, EOFError, OSError):
            self._child.interrupt()
            if not self._midway and self._connection.poll(GRACE):
                return self._connection.recv_bytes()
        gone = self._child.poll() is not None
        return self._fail(self._death.of_itself() if gone else self._death.by_us("interrupt"))

    def _pump(self) -> None:
        for tail in self._tails:
            tail.pump()

    def _fail(self, evidence: Evidence) -> NoReturn:
        crash = self._classified(evidence)
        raise WorkerCrashed(crash.cause, hint=crash.hint, crash=crash)

    def _classified(self, evidence: Evidence) -> Crash:
        self._pump()
        self.crash = classify(replace(evidence, stderr=self._tails[1].recent()))
        return self.crash


def _report(line: str) -> Report | None:
    """Read one report; a module that spoils memory may have spoiled what was to be said of it."""
    try:
        return Report(**json.loads(line))
    except (ValueError, TypeError):
        return None


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """The worker answered a plain question with an exception; `data` is what it said of it."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data["text"])
        self.data = data
        self.raised = Raised(type=data["name"], message=data["text"], traceback=data["traceback"])


class _Plain(pickle.Unpickler):
    """Reads an answer that is plain data; of an exception type of a module the text is enough."""

    def persistent_load(self, _pid: Any) -> Any:
        return RuntimeError
