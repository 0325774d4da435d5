"""Starts the process of a worker and waits until it calls back."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
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


def launch(
    python: Path,
    folder: Path,
    *,
    limits: Limits,
    env: Iterable[tuple[str, str]],
    cwd: Path,
    argument: object,
) -> tuple[Supervised, Connection]:
    """Start `_worker.py` in `python` with its files in `folder`; return it once it is connected.

    Raises WorkerCrashed when the process ends before it calls, ToolchainError when it cannot start.
    """
    doorbell = Doorbell()
    try:
        config = _config(folder, python, limits, argument) | doorbell.invitation()
        for name in ("config.json", "stdout", "stderr", "faults"):
            (folder / name).touch(mode=0o600)
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        child = spawn(
            _command(python, folder, limits),
            cwd=cwd,
            env=_environment(limits, env),
            stdout=folder / "stdout",
            stderr=folder / "stderr",
        )
        return child, _meet(doorbell, child, folder)
    finally:
        doorbell.close()


def _command(python: Path, folder: Path, limits: Limits) -> list[str]:
    # `-I` also hides PYTHONMALLOC, so with it the parts of `-I` are named one by one.
    isolation = ["-s", "-P"] if limits.malloc_debug else ["-I"]
    return [str(python), *isolation, "-X", "faulthandler", str(PROGRAM), str(folder)]


def _environment(limits: Limits, env: Iterable[tuple[str, str]]) -> dict[str, str]:
    found = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    if limits.malloc_debug:
        found["PYTHONMALLOC"] = "debug"
    return found | dict(env)


def _config(folder: Path, python: Path, limits: Limits, argument: object) -> dict[str, object]:
    import cloudpickle  # late: `import rustlab` stays light

    same = python == Path(sys.executable)
    return {
        "faults": str(folder / "faults"),
        "reports": str(folder / "reports"),
        "memory": limits.memory or min(psutil.virtual_memory().total // 2, MEMORY),
        "file_size": FILE_SIZE,
        "cloudpickle": cloudpickle.__file__,
        "version": list(sys.version_info[:2]),
        "argument": argument,
        "path": [entry or str(Path.cwd()) for entry in sys.path] if same else [],
    }


def _meet(doorbell: Doorbell, child: Supervised, folder: Path) -> Connection:
    """Wait until the worker calls; a worker that ends before is a crash."""
    try:
        while (connection := doorbell.wait(0.05)) is None:
            if child.poll() is not None:
                stderr = (folder / "stderr").read_text(encoding="utf-8", errors="replace")
                crash = classify(Evidence(returncode=child.poll(), stderr=stderr[-4096:]))
                raise WorkerCrashed(
                    f"the worker did not start: {stderr.strip()[-400:] or crash.cause}",
                    hint="run `rustlab doctor`; it tries the interpreter",
                    crash=crash,
                )
    except BaseException:
        child.close()
        raise
    return connection
