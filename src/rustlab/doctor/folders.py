"""Looks at the cache folder: space and the right to write, by writing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from rustlab.doctor.finding import Finding, fine, missing
from rustlab.machine.workspace import explain

# A first build takes about 0.5 GB for each interpreter; the cache is kept below 2 GB.
NEEDED = 1024**3


def disk_space(cache: Path) -> Finding:
    """Whether a first build fits."""
    free = shutil.disk_usage(_existing(cache)).free
    told = f"{free / 1024**3:.1f} GB free for `{cache}`"
    if free >= NEEDED:
        return fine("disk space", told)
    step = "free 1 GB there, or set `RUSTLAB_CACHE` to a folder on another disk"
    return missing("disk space", told, step)


def writable(cache: Path) -> Finding:
    """A file is written, read and removed."""
    probe = cache / f".probe.{os.getpid()}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        told = explain(error, cache)
        return missing("cache folder", told.message, told.hint)
    return fine("cache folder", f"`{cache}`")


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())
