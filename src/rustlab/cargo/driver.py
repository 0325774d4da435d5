"""Drives cargo as a child process: one request, one Build. Cargo never goes to the network here."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from rustlab.cargo import endings
from rustlab.cargo.build import Build, BuildRequest, Progress
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.cargo.endings import Stopped
from rustlab.cargo.environment import child_environment
from rustlab.cargo.messages import Messages, parse
from rustlab.errors import CargoProtocolError
from rustlab.machine import process
from rustlab.machine.process import Ended
from rustlab.machine.toolchain import Toolchain

LIBRARIES = {"cdylib": (".so", ".dylib", ".dll"), "lib": (".rlib",)}
STEP = re.compile(r"^\s*(Compiling|Checking|Blocking) (\S+)")
TICK = 0.4  # seconds between two steps of progress while cargo says nothing
NEARLY_FULL = 4 * 1024**2  # bytes: with less, a linker that died of SIGBUS met the end of the disk


def build(
    request: BuildRequest,
    toolchain: Toolchain,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    timeout: float | None = None,
) -> Build:
    """Build one crate. What the learner's code did wrong is in the Build.

    Raises ToolchainError when a tool is missing, CargoProtocolError when cargo fails otherwise.
    """
    return run(request, toolchain, on_progress=on_progress, timeout=timeout)[0]


def run(
    request: BuildRequest,
    toolchain: Toolchain,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    timeout: float | None = None,
) -> tuple[Build, Messages]:
    """As `build`, with all that cargo said: the crates below the requested one are in it too."""
    meter = _Meter(request.package, on_progress)
    ended = process.run(
        command(request, toolchain),
        cwd=request.manifest.parent,
        env=child_environment(os.environ, toolchain, request.manifest.parent, request.env),
        timeout=timeout,
        on_error=meter.line,
        on_idle=meter.tick,
    )
    messages = parse(ended.stdout.splitlines())
    return _judged(request, ended, messages, timeout), messages


def _judged(
    request: BuildRequest, ended: Ended, messages: Messages, timeout: float | None
) -> Build:
    own = _own(messages, request)
    stop = _cut_short(ended, request, timeout)
    if stop is None and messages.finished:
        artifact = _artifact(messages, request)
        return Build(ending="built", diagnostics=own, artifact=artifact, seconds=ended.seconds)
    stop = stop or endings.stopped(messages, ended.stderr, str(request.target))
    errors = [diagnostic for diagnostic in own if diagnostic.level == "error"]
    if stop is None and not any(error.spans for error in errors):
        stop = _full(request, ended)
    if stop is not None:
        return Build(
            ending=stop.ending, seconds=ended.seconds, message=stop.message, hint=stop.hint
        )
    fault = endings.machine_fault(messages, ended.stderr, bool(errors))
    if fault is not None:
        raise fault
    return Build(ending="failed", diagnostics=own, seconds=ended.seconds)


def command(request: BuildRequest, toolchain: Toolchain) -> list[str | Path]:
    """The command line. Without `--locked`: cargo itself drops what is not needed.

    The lock of the kit names the development dependencies of its crates too, and those are none
    of what is built here. Versions stay as they are locked, for there is nothing else offline.
    """
    profile = ("--release",) if request.profile == "release" else ()
    more = ("--", *request.rustc) if request.rustc else ()
    return [
        toolchain.cargo, "rustc" if more else "build", "--message-format=json", "--offline",
        "--manifest-path", request.manifest, "--target-dir", request.target,
        "--bins" if request.crate_type == "bin" else "--lib",
        "--package", request.package, *profile, *more,
    ]  # fmt: skip


class _Meter:
    """Turns cargo's words and its silence into progress."""

    def __init__(self, package: str, told: Callable[[Progress], None] | None) -> None:
        self._package = package
        self._told = told
        self._step = "Starting cargo"
        self._begun = self._last = time.monotonic()

    def line(self, line: str) -> None:
        found = STEP.match(line)
        if found:
            name = "the cell" if found[2] == self._package else found[2]
            waits = found[1] == "Blocking"
            self._step = "Waiting for another build" if waits else f"{found[1]} {name}"
            self._tell()

    def tick(self) -> None:
        if time.monotonic() - self._last >= TICK:
            self._tell()

    def _tell(self) -> None:
        self._last = time.monotonic()
        if self._told is not None:
            self._told(Progress(step=self._step, seconds=self._last - self._begun))


def _own(messages: Messages, request: BuildRequest) -> tuple[Diagnostic, ...]:
    """What was said about the requested crate; the rest is about crates of the kit."""
    return tuple(s.diagnostic for s in messages.said if _same(s.manifest, request.manifest))


def _same(told: str, manifest: Path) -> bool:
    return Path(told) == manifest or Path(told).resolve() == manifest.resolve()


def _cut_short(ended: Ended, request: BuildRequest, timeout: float | None) -> Stopped | None:
    if ended.ending == "interrupted":
        return endings.interrupted()
    if ended.ending == "timed_out":
        return endings.timed_out(timeout or 0)
    if ended.returncode < 0:
        return _full(request, ended) or endings.killed("cargo", f"signal {-ended.returncode}")
    return None


def _full(request: BuildRequest, ended: Ended) -> Stopped | None:
    """A full disk that nobody names: a linker writes through a mapping and dies of SIGBUS."""
    try:
        free = shutil.disk_usage(request.target).free
    except OSError:
        return None
    full = free < NEARLY_FULL and ended.returncode != 0
    return endings.no_space(str(request.target)) if full else None


def _artifact(messages: Messages, request: BuildRequest) -> Path:
    for artifact in messages.artifacts:
        if request.crate_type in artifact.kinds and _same(artifact.manifest, request.manifest):
            if artifact.executable:
                return Path(artifact.executable)
            for file in artifact.files:
                if file.endswith(LIBRARIES[request.crate_type]):
                    return Path(file)
    raise CargoProtocolError(
        f"cargo built `{request.package}` and named no {request.crate_type}",
        hint="please report this together with the output of `rustlab doctor`",
    )
