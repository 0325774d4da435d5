"""Gets the crates of the kit's lock onto this machine: the only cargo that may use the network."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rustlab.cargo import endings
from rustlab.cargo.build import Build, Progress
from rustlab.cargo.endings import Stopped
from rustlab.cargo.environment import child_environment
from rustlab.machine import process
from rustlab.machine.process import Ended
from rustlab.machine.toolchain import Toolchain

STEP = re.compile(r"^\s*(Downloading|Downloaded|Updating|Blocking) (.+?)\s*$")
NETWORK = (
    "Could not resolve host", "Couldn't resolve host", "network failure", "spurious network error",
    "failed to query replaced source registry", "Unable to update registry", "timed out",
    "download of", "Couldn't connect", "Failed to connect", "failed to download",
)  # fmt: skip


def fetch(
    root: Path,
    toolchain: Toolchain,
    environ: Mapping[str, str],
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> Build:
    """Download what `root/Cargo.lock` names for this system. "built" means: all of it is here."""
    begun = time.monotonic()

    def tell(line: str) -> None:
        found = STEP.match(line)
        if found and on_progress is not None:
            step = f"{found[1]} {found[2]}"
            on_progress(Progress(step=step, seconds=time.monotonic() - begun))

    ended = _cargo_fetch(root, toolchain, environ, offline=False, on_error=tell)
    stop = _stopped(ended)
    if stop is not None:
        return Build(
            ending=stop.ending, message=stop.message, hint=stop.hint, seconds=ended.seconds
        )
    return Build(ending="built", seconds=ended.seconds)


def is_fetched(root: Path, toolchain: Toolchain, environ: Mapping[str, str]) -> bool:
    """Whether a build would need nothing from the network. Asks cargo, offline."""
    ended = _cargo_fetch(root, toolchain, environ, offline=True, on_error=None)
    return ended.ending == "exited" and ended.returncode == 0


def _cargo_fetch(
    root: Path,
    toolchain: Toolchain,
    environ: Mapping[str, str],
    *,
    offline: bool,
    on_error: Callable[[str], None] | None,
) -> Ended:
    host = re.search(r"^host: (\S+)", toolchain.rustc_version, re.MULTILINE)
    argv: list[str | Path] = [
        toolchain.cargo, "fetch", "--locked", "--manifest-path", root / "Cargo.toml",
        *(("--target", host[1]) if host else ()), *(("--offline",) if offline else ()),
    ]  # fmt: skip
    env = child_environment(environ, toolchain, root)
    return process.run(argv, cwd=root, env=env, on_error=on_error)


def _stopped(ended: Ended) -> Stopped | None:
    if ended.ending == "interrupted":
        return endings.interrupted()
    if ended.returncode == 0:
        return None
    if endings.any_in(endings.NO_SPACE, (ended.stderr,)):
        return endings.no_space("CARGO_HOME")
    if endings.any_in(NETWORK, (ended.stderr,)):
        return endings.no_network(ended.stderr.strip().splitlines()[-1].strip())
    if ended.returncode < 0:
        return endings.killed("cargo", f"signal {-ended.returncode}")
    raise endings.refused(ended.stderr)
