"""Looks for the kernel that Jupyter offers; reads the files, for Jupyter may not be installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from rustlab.doctor.finding import Finding, fine, missing

NAME = "kernel `rustlab`"
WITH_LAB = f'run `{sys.executable} -m pip install "rustlab[lab]"`'


def look(environ: Mapping[str, str]) -> Finding:
    """The first kernelspec `rustlab` on Jupyter's path can start with this interpreter."""
    kernel = find_spec("ipykernel")
    if kernel is None or kernel.origin is None:  # an empty folder is all that is left of it
        found = "Jupyter is not installed beside this Python; the terminal works without it"
        return Finding(name=NAME, ok=None, found=found, next_step=WITH_LAB)
    for folder in _folders(environ):
        spec = folder / "kernels" / "rustlab" / "kernel.json"
        if spec.is_file():
            return _read(spec)
    again = f"run `{sys.executable} -m pip install --force-reinstall --no-deps rustlab`"
    return missing(NAME, "Jupyter knows no kernel `rustlab`", again)


def _read(spec: Path) -> Finding:
    step = f"delete the folder `{spec.parent}`, then look again"
    try:
        argv = json.loads(spec.read_text(encoding="utf-8"))["argv"]
        program = str(argv[0])
    except (OSError, ValueError, LookupError, TypeError):
        return missing(NAME, f"`{spec}` cannot be read", step)
    # `python` stands for the interpreter that Jupyter itself runs in.
    if program not in ("python", "python3") and not Path(program).is_file():
        return missing(NAME, f"`{spec}` starts `{program}`, which is gone", step)
    return fine(NAME, f"`{spec.parent}`")


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    """Where Jupyter looks for kernels, in its order (jupyter_core, "Data files")."""
    for part in environ.get("JUPYTER_PATH", "").split(os.pathsep):
        if part:
            yield Path(part)
    prefix = Path(sys.prefix) / "share" / "jupyter"
    user = Path(environ["JUPYTER_DATA_DIR"]) if environ.get("JUPYTER_DATA_DIR") else _user()
    yield from (prefix, user) if sys.prefix != sys.base_prefix else (user, prefix)
    if sys.platform == "win32":
        yield Path(environ.get("PROGRAMDATA", "C:/ProgramData")) / "jupyter"
    else:
        yield from (Path("/usr/local/share/jupyter"), Path("/usr/share/jupyter"))


def _user() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Jupyter"
    if sys.platform == "win32":
        return platformdirs.user_data_path("jupyter", appauthor=False, roaming=True)
    return platformdirs.user_data_path("jupyter", appauthor=False)
