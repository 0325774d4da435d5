"""One text for everything a cell's artifact depends on besides the cell itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from rustlab.machine.toolchain import Toolchain

SUFFIXES = (".rs", ".toml", ".h")
# The crates that a cell is built with; what lies beside them in `crates/` cannot change it.
CRATES = ("cpython-sys", "cpython-api", "cpython-api-macros")


def stamp(root: Path, toolchain: Toolchain) -> str:
    """The crates of the kit below `root`, rustc and the interpreter, as one digest."""
    digest = hashlib.sha256(crates_fingerprint(root).encode())
    digest.update(toolchain.rustc_version.encode())
    digest.update(toolchain.python.identity.encode())
    return digest.hexdigest()


def crates_fingerprint(root: Path) -> str:
    """A digest of the text of every crate. Read each time: 60 small files take less than 3 ms."""
    digest = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def sources(root: Path) -> Iterator[Path]:
    """Every file that cargo reads, in an order that is the same on every system."""
    yield root / "Cargo.toml"
    yield root / "Cargo.lock"
    for crate in CRATES:
        for path in sorted((root / "crates" / crate).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path
