"""Keeps the cache under its limit: what was used longest ago goes first."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from rustlab.machine.filelock import FileLock

LIMIT = 2 * 1024**3  # bytes
CHECK_EVERY = 600  # seconds between two measurements: walking a target folder takes a while
SPARE = 3600  # seconds a fresh artifact stays: its notebook may not have loaded it yet
USED = ".used"


def touch(folder: Path) -> None:
    """Note that `folder` was used now; a folder that cannot be written cannot be evicted either."""
    with suppress(OSError):
        (folder / USED).touch()


def evict(cache: Path, keep: Path, *, limit: int = LIMIT, every: float = CHECK_EVERY) -> None:
    """Remove target folders, crates and artifacts until the rest fits; `keep` stays.

    A target folder that another process builds in is locked, and stays too.
    """
    stamp = cache / ".measured"
    if age(stamp) < every:
        return
    with suppress(OSError):
        stamp.touch()
    entries = [one for part in ("target", "artifacts", "cells") for one in _entries(cache / part)]
    sizes = {one: size(one) for one in entries}
    total = sum(sizes.values())
    for one in sorted(entries, key=age, reverse=True):
        if total <= limit:
            return
        if one != keep and _remove(one, cache):
            total -= sizes[one]


def age(folder: Path) -> float:
    """Seconds since the last use of `folder` (or the last change of a file)."""
    mark = folder / USED if folder.is_dir() else folder
    for path in (mark, folder):
        with suppress(OSError):
            return time.time() - path.stat().st_mtime
    return float("inf")


def size(folder: Path) -> int:
    """Bytes of all files below `folder`; what vanishes meanwhile counts nothing."""
    total = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                total += size(Path(entry.path))
            else:
                with suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_size
    return total


def _entries(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _remove(folder: Path, cache: Path) -> bool:
    if folder.parent.name != "target":
        if age(folder) < SPARE:
            return False
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()
    lock = FileLock(cache / "locks" / f"{folder.name}.lock")
    if not lock.try_acquire():
        return False
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()
    return not folder.exists()
