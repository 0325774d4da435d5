"""Builds of cells as the hall does them, for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from rustlab.cargo import foundation
from rustlab.cargo.build import Build, Progress
from rustlab.cargo.foundation import Foundation
from rustlab.cargo.scratch import Scratch, build_scratch, target_key
from rustlab.data import locate
from rustlab.machine import toolchain
from rustlab.machine.fingerprint import stamp
from rustlab.machine.workspace import Workspace
from rustlab.source import Cell, check, parse_rust, scratch_crate
from rustlab.source.lock import lock_for

Compile = Callable[..., Build]


def compile_cell(
    source: str,
    line: str = "",
    *,
    cache: Path,
    python: Path | None = None,
    salt: str = "",
    told: Callable[[Progress], None] | None = None,
    timeout: float | None = None,
) -> Build:
    """What the hall does with a `%%rust` cell; `salt` makes it a cell that nobody built before."""
    data, tools = locate(), toolchain.find(python, cache=cache)
    cell = Cell(source=source, options=parse_rust(line))
    check(cell)
    kit, stamped = (data.root / "Cargo.lock").read_text(encoding="utf-8"), stamp(data.root, tools)
    lock = partial(lock_for, foundation.PACKAGE, foundation.CRATES, kit)
    crate = scratch_crate(cell, stamped + salt)
    scratch = Scratch(
        package=crate.name,
        module=crate.module,
        key=crate.fingerprint,
        files=crate.files,
        needed=crate.needed,
        foundation=Foundation(crates=data.crates, stamp=stamped, lock=lock),
        crate_type="bin" if cell.options.bin else "cdylib",
        profile=cell.options.profile,
    )
    workspace = Workspace(cache=cache, home=None)
    return build_scratch(scratch, tools, workspace, on_progress=told, timeout=timeout)


def target_of(cache: Path) -> str:
    """The target folder of the running interpreter, which is also the name of its lock."""
    return target_key(toolchain.find(cache=cache), "dev")
