"""Fetches the crates once and builds them, so that the first cell is as quick as the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rustlab.cargo import foundation
from rustlab.cargo.build import Build, Progress
from rustlab.cargo.fetch import fetch
from rustlab.cargo.foundation import Foundation
from rustlab.cargo.scratch import Scratch, build_scratch
from rustlab.data import Data, locate
from rustlab.machine import toolchain
from rustlab.machine.fingerprint import stamp
from rustlab.machine.workspace import open_workspace
from rustlab.source import Cell, Options, scratch_crate
from rustlab.source.lock import lock_for

SAMPLES = (("cell", Options()), ("cell-raw", Options(raw=True)))


def prepare(
    *,
    python: Path | None = None,
    data: Data | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Build:
    """Fetch what the kit's lock names, then build the sample cells for `python`.

    The only thing in the kit that goes to the network. Raises ToolchainError, WorkspaceError.
    """
    data = data or locate()
    workspace = open_workspace()
    tools = toolchain.find(python, cache=workspace.cache)
    build = fetch(data.root, tools, os.environ, on_progress=on_progress)
    kit = (data.root / "Cargo.lock").read_text(encoding="utf-8")
    lock = partial(lock_for, foundation.PACKAGE, foundation.CRATES, kit)
    ground = Foundation(crates=data.crates, stamp=stamp(data.root, tools), lock=lock)
    for folder, options in SAMPLES:
        if not build.ok:
            break
        text = (data.crates / folder / "src" / "cell.rs").read_text(encoding="utf-8")
        cell = Cell(source=text, options=options)
        crate = scratch_crate(cell, ground.stamp)
        scratch = Scratch(
            package=crate.name,
            module=crate.module,
            key=crate.fingerprint,
            files=crate.files,
            needed=crate.needed,
            foundation=ground,
        )
        build = build_scratch(scratch, tools, workspace, on_progress=on_progress)
    return build
