"""A crate from its texts to an artifact in the store: place, build and copy under one lock."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rustlab.cargo import endings, record
from rustlab.cargo.build import Build, BuildRequest, Progress
from rustlab.cargo.driver import build
from rustlab.cargo.foundation import Foundation, lay
from rustlab.machine.toolchain import EXE, Toolchain
from rustlab.machine.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A crate to be: its texts, the key of its content, and what it gives."""

    package: str
    module: str  # the Python name, "" for a program
    key: str
    files: Mapping[str, str]
    # Made when it is built: to cut it out of the kit's lock takes longer than to find what is kept.
    lock: Callable[[], str] = str
    # The kit's crates that rustc gets built, in place of dependencies in the manifest.
    needed: tuple[str, ...] = ()
    foundation: Foundation | None = None
    crate_type: Literal["cdylib", "bin"] = "cdylib"
    profile: str = "dev"


def build_scratch(
    scratch: Scratch,
    toolchain: Toolchain,
    workspace: Workspace,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    timeout: float | None = None,
) -> Build:
    """Build, or find what was built from the same content: then no process is started.

    Raises ToolchainError, CargoProtocolError, WorkspaceError.
    """
    found = _kept(scratch, workspace)
    if found is not None:
        return found
    key = target_key(toolchain, scratch.profile)
    try:
        with workspace.locked(key, _waiting(on_progress)):
            return _kept(scratch, workspace) or _build(
                scratch, toolchain, workspace, key, on_progress, timeout
            )
    except KeyboardInterrupt:  # while waiting or copying; the driver catches its own
        stop = endings.interrupted()
        return Build(ending=stop.ending, message=stop.message, hint=stop.hint)


def target_key(toolchain: Toolchain, profile: str) -> str:
    """The name of the target folder: two interpreters or two compilers never share one."""
    parts = f"{toolchain.python.identity}\n{toolchain.rustc_version}\n{profile}"
    digest = hashlib.sha256(parts.encode()).hexdigest()[:12]
    return f"{toolchain.python.tag}-{profile}-{digest}"


def _kept(scratch: Scratch, workspace: Workspace) -> Build | None:
    kept = workspace.kept(scratch.key)
    return None if kept is None else record.load(kept.record, kept.artifact)


def _build(  # noqa: PLR0913, PLR0917 - the one caller passes on what it was given
    scratch: Scratch,
    toolchain: Toolchain,
    workspace: Workspace,
    key: str,
    on_progress: Callable[[Progress], None] | None,
    timeout: float | None,
) -> Build:
    target = workspace.target(key)
    externs = _externs(scratch, toolchain, workspace, target, on_progress, timeout)
    if isinstance(externs, Build):
        return externs
    lock = scratch.lock()
    files = {**scratch.files, "Cargo.lock": lock} if lock else scratch.files
    folder = workspace.place(files, f"cells/{scratch.key}")
    request = BuildRequest(
        manifest=folder / "Cargo.toml",
        package=scratch.package,
        target=target,
        crate_type=scratch.crate_type,
        profile=scratch.profile,
        rustc=externs,
    )
    try:
        built = build(request, toolchain, on_progress=on_progress, timeout=timeout)
        built = dataclasses.replace(built, module=scratch.module)
        if built.ending not in ("built", "failed"):
            return built
        suffix = EXE if scratch.crate_type == "bin" else toolchain.python.ext_suffix
        name = f"{scratch.module or 'program'}.{scratch.key}{suffix}"
        kept = workspace.keep(scratch.key, record.dump(built), built.artifact, name)
        workspace.evict(keep=target)
        return dataclasses.replace(built, artifact=kept.artifact)
    finally:
        _sweep(folder, target, scratch)


def _externs(  # noqa: PLR0913, PLR0917 - as above
    scratch: Scratch,
    toolchain: Toolchain,
    workspace: Workspace,
    target: Path,
    on_progress: Callable[[Progress], None] | None,
    timeout: float | None,
) -> tuple[str, ...] | Build:
    if scratch.foundation is None or not scratch.needed:
        return ()
    laid = lay(
        scratch.foundation,
        toolchain,
        workspace,
        target,
        profile=scratch.profile,
        on_progress=on_progress,
        timeout=timeout,
    )
    return laid if isinstance(laid, Build) else laid.externs(scratch.needed)


def _waiting(on_progress: Callable[[Progress], None] | None) -> Callable[[], None] | None:
    if on_progress is None:
        return None
    return lambda: on_progress(Progress(step="Waiting for another build", seconds=0.0))


def _sweep(folder: Path, target: Path, scratch: Scratch) -> None:
    """Nothing in the target folder is of use to another cell: the next one has another name."""
    built = target / ("release" if scratch.profile == "release" else "debug")
    for place in (built, built / "deps", built / ".fingerprint", built / "build"):
        for path in place.glob(f"*{scratch.package}*"):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(folder, ignore_errors=True)
