"""Starts the process of a worker and waits until it calls back."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from rustlab.errors import WorkerCrashed
from rustlab.machine.process import Supervised, spawn
from rustlab.run.classify import Evidence, classify
from rustlab.run.doorbell import Doorbell
from rustlab.run.outcome import Limits

PROGRAM = Path(__file__).with_name("_worker.py")
FILE_SIZE = 256 << 20  # bytes a worker may write into one file
MEMORY = 4 << 30  # bytes of address space, where half of the machine's memory is more


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a worker is started with."""

    python: Path
    folder: Path  # its own: configuration, streams, faults, reports
    cwd: Path
    limits: Limits
    env: tuple[tuple[str, str], ...]
    argument: object


def launch(start: Start) -> tuple[Supervised, Connection]:
    """Start `_worker.py`; return it once it is connected.

    Raises WorkerCrashed when the process ends before it calls, ToolchainError when it cannot start.
    """
    doorbell = Doorbell()
    try:
        folder = start.folder
        config = _config(start) | doorbell.invitation()
        for name in ("config.json", "stdout", "stderr", "faults"):
            (folder / name).touch(mode=0o600)
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        child = spawn(
            _command(start),
            cwd=start.cwd,
            env=_environment(start),
            stdout=folder / "stdout",
            stderr=folder / "stderr",
        )
        return child, _meet(doorbell, child, folder)
    finally:
        doorbell.close()


def _command(start: Start) -> list[str]:
    # `-I` also hides PYTHONMALLOC, so with it the parts of `-I` are named one by one.
    isolation = ["-s", "-P"] if start.limits.malloc_debug else ["-I"]
    program = [str(PROGRAM), str(start.folder)]
    return [str(start.python), *isolation, "-X", "faulthandler", *program]


def _environment(start: Start) -> dict[str, str]:
    found = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    found["RUST_BACKTRACE"] = "0"  # forty frames of the interpreter would hide the one line
    if start.limits.malloc_debug:
        found["PYTHONMALLOC"] = "debug"
    return found | dict(start.env)


def _config(start: Start) -> dict[str, object]:
    import cloudpickle  # late: `import rustlab` stays light

    # What the notebook can import by name, its worker can too, when it is the same interpreter.
    same = start.python == Path(sys.executable)
    return {
        "memory": start.limits.memory or min(psutil.virtual_memory().total // 2, MEMORY),
        "file_size": FILE_SIZE,
        "cloudpickle": cloudpickle.__file__,
        "version": list(sys.version_info[:2]),
        "argument": start.argument,
        "path": [entry or str(Path.cwd()) for entry in sys.path] if same else [],
    }


def _meet(doorbell: Doorbell, child: Supervised, folder: Path) -> Connection:
    """Wait until the worker calls; a worker that ends before is a crash."""
    try:
        while (connection := doorbell.wait(0.05)) is None:
            _still_there(child, folder)
    except BaseException:
        child.close()
        raise
    return connection


def _still_there(child: Supervised, folder: Path) -> None:
    if child.poll() is None:
        return
    stderr = (folder / "stderr").read_text(encoding="utf-8", errors="replace")
    crash = classify(Evidence(returncode=child.poll(), stderr=stderr, watched=False))
    raise WorkerCrashed(
        f"the worker did not start: {stderr.strip()[-400:] or crash.cause}",
        hint="run `rustlab doctor`; it tries the interpreter",
        crash=crash,
    )
