"""What a notebook holds: at most one worker per interpreter, and the modules it must have again."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

from rustlab.cargo.build import Build
from rustlab.errors import NotTransferable
from rustlab.run import isolated
from rustlab.run.exceptions import rebuild
from rustlab.run.outcome import Limits, Run, RunRequest
from rustlab.run.proxies import ModuleProxy, Ref
from rustlab.run.transfer import ISOLATED, pack, unpack
from rustlab.run.twins import Twins
from rustlab.run.worker import Output, Refused, Worker
from rustlab.run.writeback import write_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A module that was loaded once and is loaded again after a crash."""

    key: int
    name: str
    artifact: Path


class Session:
    """The compiled modules of one notebook. Safe to use from several threads."""

    def __init__(
        self, *, python: Path, workspace_folder: Path, on_output: Output, cwd: Path | None = None
    ) -> None:
        self.python = python
        self._folder = workspace_folder
        self._on_output = on_output
        self._cwd = cwd or Path.cwd()  # files lie beside the notebook, for its worker too
        self._worker: Worker | None = None
        self._version: tuple[int, ...] = ()
        self._modules: dict[int, Loaded] = {}  # every version, older objects stay valid
        self._current: dict[str, int] = {}  # name -> key, the last one wins
        self._present: set[int] = set()  # keys that this worker has loaded
        self._released: deque[Ref] = deque()
        self._lock = RLock()
        self._twins = Twins(self)

    def load(self, build: Build) -> ModuleProxy:
        """Import a built module in the worker; `proxies.public` gives its names.

        Raises what the import raises, WorkerCrashed when it ends the process.
        """
        assert build.artifact is not None
        with self._lock:
            entry = Loaded(key=len(self._modules) + 1, name=build.module, artifact=build.artifact)
            self._modules[entry.key] = entry
            self._import(self._ready(), entry, current=True)
            self._current[entry.name] = entry.key
            module: ModuleProxy = self._twins.resolve(("p", entry.key, "", "module", 0))
            return module

    def execute(self, code: str, *, filename: str = "<isolated>", limits: Limits = Limits()) -> Run:  # noqa: B008
        """Run Python where the modules are real (`%%isolated`); its names stay for the next cell.

        A memory limit or a debug allocator belongs to a process from its start: with one of them
        the code runs in a fresh child.
        """
        if limits.memory is not None or limits.malloc_debug:
            return self.fresh(code, filename=filename, limits=limits)
        with self._lock:
            return self._ready().execute(code, filename=filename, timeout=limits.timeout)

    def fresh(self, code: str, *, filename: str = "<isolated>", limits: Limits = Limits()) -> Run:  # noqa: B008
        """Run Python in a new child that has the same modules (`%%isolated --fresh`)."""
        current = [self._modules[key] for key in self._current.values()]
        request = RunRequest(
            python=self.python,
            program=code,
            modules=tuple((entry.name, entry.artifact) for entry in current),
            filename=filename,
            limits=limits,
        )
        return isolated.run(request, on_output=self._on_output, cwd=self._cwd)

    def close(self) -> None:
        """End the worker and everything it started."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    # What proxies ask for.

    def apply(self, operation: str, *operands: object) -> Any:
        """Ask the worker; raise what it raised, WorkerCrashed, WorkerGone or NotTransferable."""
        __tracebackhide__ = True
        with self._lock:
            worker = self._ready()
            request, tracked = pack(
                self._releases(),
                operation,
                operands,
                self._twins,
                same_version=self._version == _here(),
            )
            reply = worker.exchange(request)
            status, value, changes = unpack(reply, self._twins, tracked)
            if changes:
                write_back(tracked, changes)
        if status == "value":
            return value
        if status == "unreadable":
            raise NotTransferable(f"the worker cannot read an argument: {value}", hint=ISOLATED)
        error = rebuild(value, _name(operation, operands))
        assert error is not None
        raise error

    def release(self, ref: Ref) -> None:
        """Take note that a handle is no longer used; the next request says so."""
        self._released.append(ref)

    def gone(self, ref: Ref) -> bool:
        """Whether the worker that held this object has ended."""
        worker = self._worker
        return ref.generation != self._twins.generation or worker is None or not worker.alive

    def need(self, key: int) -> None:
        """Load an older version of a module that this worker does not have yet."""
        if key not in self._present:
            self._import(self._ready(), self._modules[key], current=False)

    def _releases(self) -> list[tuple[int, int]]:
        found = []
        while self._released:
            ref = self._released.popleft()
            if ref.generation == self._twins.generation:
                found.append((ref.number, ref.told))
        return found

    def _ready(self) -> Worker:
        """Return the worker; after a crash a fresh one with the current modules."""
        worker = self._worker
        if worker is not None and worker.crash is None:
            return worker
        if worker is not None:
            worker.close()
        self._twins.generation += 1
        self._present.clear()
        self._worker = worker = Worker.start(
            self.python, workspace_folder=self._folder, on_output=self._on_output, cwd=self._cwd
        )
        self._version = tuple(worker.ask("version"))
        for key in self._current.values():
            self._import(worker, self._modules[key], current=True)
        return worker

    def _import(self, worker: Worker, entry: Loaded, *, current: bool) -> None:
        try:
            worker.load(entry.name, entry.artifact, key=entry.key, current=current)
        except Refused as refusal:
            error = rebuild(refusal.data)
            assert error is not None
            raise error from None
        self._present.add(entry.key)


def _name(operation: str, operands: tuple[object, ...]) -> str:
    """Return the name that a traceback shows for compiled code."""
    if operation == "special":
        return str(operands[0])
    ref = getattr(type(operands[0]), "_rustlab", None) and object.__getattribute__(
        operands[0], "_rustlab"
    )
    if operation == "call" and isinstance(ref, Ref) and ref.path:
        return ref.path[1].rpartition(".")[2]
    return operation


def _here() -> tuple[int, ...]:
    return sys.version_info[:2]
