"""One text for everything a cell's artifact depends on besides the cell itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from rustlab.machine.toolchain import Toolchain

SUFFIXES = (".rs", ".toml", ".h")
# Folders of a crate that cargo reads for the crate's own tests alone.
ASIDE = frozenset({"tests", "examples", "benches", "target"})
# The crates that a cell is built with; what lies beside them in `crates/` cannot change it.
CRATES = ("cpython-sys", "cpython-api", "cpython-api-macros")


def stamp(root: Path, toolchain: Toolchain) -> str:
    """The crates of the kit below `root`, rustc and the interpreter, as one digest."""
    digest = hashlib.sha256(crates_fingerprint(root).encode())
    digest.update(toolchain.rustc_version.encode())
    digest.update(toolchain.python.identity.encode())
    return digest.hexdigest()


def crates_fingerprint(root: Path) -> str:
    """A digest of the text of every crate. Read each time: some hundred small files take 2 ms."""
    digest = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes()
        digest.update(f"{path.as_posix()[len(root.as_posix()) :]}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def sources(root: Path) -> Iterator[Path]:
    """Every file that cargo reads, in an order that is the same on every system."""
    yield root / "Cargo.toml"
    yield root / "Cargo.lock"
    for crate in CRATES:
        yield from _below(str(root / "crates" / crate))


def _below(folder: str) -> Iterator[Path]:
    """The files below a folder, in order, without those that only the crate's own tests read."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name not in ASIDE:
                yield from _below(entry.path)
        elif entry.name.endswith(SUFFIXES):
            yield Path(entry.path)
