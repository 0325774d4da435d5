"""Compiles a `%%c` cell into an extension module: one file, one compiler, one linker step."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from rustlab.cargo import record
from rustlab.cargo.build import Build, Progress
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.cc.messages import FILE, from_gcc_json, from_linker, from_text
from rustlab.cc.settings import Settings, settings
from rustlab.machine import process
from rustlab.machine.process import Ended
from rustlab.machine.python import Python
from rustlab.machine.workspace import Workspace
from rustlab.source.cell import Cell

OBJECT = "cell.o"
TICK = 0.4  # seconds between two steps of progress
NO_SPACE = ("No space left on device", "Disk quota exceeded", "fatal error C1085", "LNK1180")
KILLED = re.compile(r"(?:Killed|terminated) signal terminated program (?P<who>\S+)")
NEARLY_FULL = 1024**2  # bytes


def compile_c(
    cell: Cell,
    python: Python,
    workspace: Workspace,
    on_progress: Callable[[Progress], None] | None = None,
) -> Build:
    """Build the module, or find what was built from the same text: then no process is started.

    Raises ToolchainError without headers or a compiler, WorkspaceError when nothing can be written.
    """
    how = settings(python, os.environ, workspace.cache)
    parts = [cell.source, cell.options.name, python.identity, how.identity]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    kept = workspace.kept(key)
    found = None if kept is None else record.load(kept.record, kept.artifact)
    return found or _build(cell, key, how, workspace, python.ext_suffix, on_progress)


def _build(  # noqa: PLR0913, PLR0917 - the one caller passes on what it has found out
    cell: Cell,
    key: str,
    how: Settings,
    workspace: Workspace,
    suffix: str,
    on_progress: Callable[[Progress], None] | None,
) -> Build:
    begun = time.monotonic()
    module = cell.options.name
    # A folder of its own process: two notebooks may compile the same cell at once.
    folder = workspace.place({FILE: cell.source}, f"cells/{key}.{os.getpid()}")
    artifact = folder / f"{module}{suffix}"
    try:
        build = _steps(cell, how, folder, artifact, _Meter(begun, on_progress))
        build = _finish(build, begun, module)
        if build.ending not in ("built", "failed"):
            return build
        name = f"{module}.{key}{suffix}"
        kept = workspace.keep(key, record.dump(build), build.artifact, name)
        return _finish(build, begun, module, kept.artifact)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _steps(cell: Cell, how: Settings, folder: Path, artifact: Path, meter: _Meter) -> Build:
    compiled = _run(_compile_line(how), how, folder, meter)
    diagnostics = _diagnostics(compiled, how, cell.source)
    if compiled.returncode or compiled.ending != "exited":
        return _stopped(compiled, folder) or _failed(diagnostics, compiled)
    linked = _run(_link_line(how, artifact), how, folder, meter)
    if linked.returncode or linked.ending != "exited":
        said = diagnostics + from_linker(linked.stdout + linked.stderr)
        return _stopped(linked, folder) or Build(ending="failed", diagnostics=said)
    return Build(ending="built", diagnostics=diagnostics, artifact=artifact)


def _compile_line(how: Settings) -> list[str]:
    if how.family == "msvc":
        return [*how.compile, f"/Tc{FILE}", f"/Fo{OBJECT}"]
    return [*how.compile, FILE, "-o", OBJECT]


def _link_line(how: Settings, artifact: Path) -> list[str]:
    if how.family == "msvc":
        return [*how.link, OBJECT, f"/OUT:{artifact}"]
    return [*how.link, OBJECT, "-o", str(artifact)]


def _run(argv: list[str], how: Settings, folder: Path, meter: _Meter) -> Ended:
    return process.run(argv, cwd=folder, env=dict(how.env), on_idle=meter.tick)


def _diagnostics(ended: Ended, how: Settings, source: str) -> tuple[Diagnostic, ...]:
    if how.family == "gcc-json":
        return from_gcc_json(ended.stderr, source)
    return from_text(ended.stdout + ended.stderr, how.family, source)


def _failed(diagnostics: tuple[Diagnostic, ...], ended: Ended) -> Build:
    """The compiler's own refusal, in its words where none of them could be read."""
    if not any(one.level == "error" for one in diagnostics):
        words = (ended.stderr or ended.stdout).strip()
        message = f"the compiler failed with exit status {ended.returncode}"
        diagnostics = (*diagnostics, Diagnostic(level="error", message=message, rendered=words))
    return Build(ending="failed", diagnostics=diagnostics)


def _stopped(ended: Ended, folder: Path) -> Build | None:
    """The endings that are no fault of the cell."""
    if ended.ending == "interrupted":
        return Build(
            ending="interrupted", message="the build was interrupted", hint="run the cell again"
        )
    words = ended.stdout + ended.stderr
    if any(phrase in words for phrase in NO_SPACE) or shutil.disk_usage(folder).free < NEARLY_FULL:
        return Build(
            ending="no_space",
            message=f"the build stopped: no space is left on the disk that holds `{folder.parent}`",
            hint="free some space there, or set `RUSTLAB_CACHE` to a folder on another disk",
        )
    killed = KILLED.search(words)
    if killed or ended.returncode < 0:
        who = killed["who"] if killed else "the compiler"
        return Build(
            ending="killed",
            message=f"`{who}` was ended from outside",
            hint="run the cell again; if it ends so again, close other programs: memory is short",
        )
    return None


def _finish(build: Build, begun: float, module: str, artifact: Path | None = None) -> Build:
    return Build(
        ending=build.ending,
        diagnostics=build.diagnostics,
        artifact=artifact or build.artifact,
        module=module,
        seconds=time.monotonic() - begun,
        message=build.message,
        hint=build.hint,
    )


class _Meter:
    """Tells that the compiler still works."""

    def __init__(self, begun: float, told: Callable[[Progress], None] | None) -> None:
        self._begun = self._last = begun
        self._told = told

    def tick(self) -> None:
        now = time.monotonic()
        if self._told is not None and now - self._last >= TICK:
            self._last = now
            self._told(Progress(step="Compiling the cell", seconds=now - self._begun))
