"""The kit's crates below every cell, built once: cargo then has one package to look at, not thirty.

A cell names no dependencies in its manifest. rustc gets the built crates by `--extern`, as cargo
itself would give them; what a warm cell saves is cargo's own work on the graph behind them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rustlab.cargo import driver
from rustlab.cargo.build import Build, BuildRequest, Progress
from rustlab.cargo.messages import Artifact
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace, explained, write_changed

PACKAGE = "rustlab-foundation"
CRATES = ("cpython-api", "cpython-sys")
LIBRARIES = ("cpython_api", "cpython_api_macros", "cpython_sys")
# The profile is that of a cell: what is built here is linked into it.
MANIFEST = """\
[package]
name = "rustlab-foundation"
version = "0.0.0"
edition = "2024"
publish = false

[lib]
doctest = false
test = false

[dependencies]
{dependencies}
[profile.dev]
debug = 0
incremental = false

[workspace]
"""
Facts = dict[str, tuple[str, int, int]]  # library -> its file, time of change in ns, bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """The folder of the kit's crates, and the stamp of all that the result depends on."""

    crates: Path
    stamp: str
    lock: Callable[[], str]  # of PACKAGE with CRATES; made only when something is built


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Where rustc finds the built crates."""

    libraries: tuple[tuple[str, str], ...]

    def externs(self, needed: Iterable[str]) -> tuple[str, ...]:
        """The arguments for rustc that make the crates `needed` known by name."""
        known = dict(self.libraries)
        names = [name.replace("-", "_") for name in needed]
        return tuple(part for name in names for part in ("--extern", f"{name}={known[name]}"))


def lay(  # noqa: PLR0913 - the one caller passes on what it was given
    foundation: Foundation,
    toolchain: Toolchain,
    workspace: Workspace,
    target: Path,
    *,
    profile: str = "dev",
    on_progress: Callable[[Progress], None] | None = None,
    timeout: float | None = None,
) -> Laid | Build:
    """Find what was built, or build it; a Build says why there is nothing to build upon.

    Call it under the lock of `target`. Raises ToolchainError, CargoProtocolError, WorkspaceError.
    """
    place = hashlib.sha256(str(foundation.crates).encode()).hexdigest()[:12]
    known = target / f"foundation-{place}.json"
    found = _known(known, foundation.stamp)
    if found is not None:
        return found
    files = {"Cargo.toml": _manifest(foundation), "src/lib.rs": ""}
    if locked := foundation.lock():
        files["Cargo.lock"] = locked
    folder = workspace.place(files, f"foundation/{place}")
    request = BuildRequest(
        manifest=folder / "Cargo.toml",
        package=PACKAGE,
        target=target,
        crate_type="lib",
        profile=profile,
    )
    build, messages = driver.run(request, toolchain, on_progress=on_progress, timeout=timeout)
    if not build.ok:
        return build
    facts = _facts(messages.artifacts)
    with explained(target):
        write_changed(known, json.dumps({"stamp": foundation.stamp, "libraries": facts}))
    return _laid(facts)


def _manifest(foundation: Foundation) -> str:
    places = ((name, str(foundation.crates / name)) for name in CRATES)
    # A basic string of TOML, whose escapes are those of JSON.
    lines = (f"{n} = {{ path = {json.dumps(p, ensure_ascii=False)} }}\n" for n, p in places)
    return MANIFEST.format(dependencies="".join(lines))


def _known(known: Path, stamp: str) -> Laid | None:
    """What the last build left, if nobody touched it: with another stamp the files are the same."""
    try:
        record = json.loads(known.read_text(encoding="utf-8"))
        libraries: Facts = record["libraries"]
        there = all(_fact(Path(file)) == (file, *fact) for file, *fact in libraries.values())
    except (OSError, ValueError):
        return None
    return _laid(libraries) if there and record["stamp"] == stamp else None


def _facts(artifacts: Iterable[Artifact]) -> Facts:
    """The kit's own libraries; the one with the macros belongs to what a cell is built with."""
    return {
        artifact.name: _fact(Path(next(f for f in artifact.files if not f.endswith(".rmeta"))))
        for artifact in artifacts
        if artifact.name in LIBRARIES
    }


def _fact(file: Path) -> tuple[str, int, int]:
    status = file.stat()
    return str(file), status.st_mtime_ns, status.st_size


def _laid(facts: Facts) -> Laid:
    return Laid(libraries=tuple((name, file) for name, (file, *_) in facts.items()))
