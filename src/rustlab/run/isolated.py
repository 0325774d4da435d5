"""Runs a program in a fresh child and says how it ended."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from pathlib import Path

from rustlab.errors import WorkerCrashed
from rustlab.run.outcome import Crash, Run, RunRequest
from rustlab.run.worker import Output, Refused, Worker


def run(request: RunRequest, *, on_output: Output | None = None, cwd: Path | None = None) -> Run:
    """Import the modules, run the program, end the child and all it started.

    What the learner's code does is in the Run; only a machine that cannot start Python raises.
    Its working folder is an empty one that is removed, or `cwd`.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rustlab-run-") as folder:
        here = Path(folder) / "here"  # not where the reports lie: the program may delete it
        here.mkdir()
        worker = Worker.start(
            request.python,
            workspace_folder=Path(folder),
            limits=request.limits,
            env=request.env,
            on_output=on_output or _nobody,
            argument=request.argument,
            cwd=cwd or here,
        )
        try:
            return _load(worker, request, begun) or _execute(worker, request)
        finally:
            worker.close()


def _execute(worker: Worker, request: RunRequest) -> Run:
    run = worker.execute(request.program, filename=request.filename, timeout=request.limits.timeout)
    if request.to_the_end and run.ending == "finished":
        crash = worker.finish()
        return run if crash is None else _ended_badly(run, crash)
    return run


def _ended_badly(run: Run, crash: Crash) -> Run:
    """The program had finished; then its process fell, or did not end at all."""
    late = crash.word == "timeout"
    return dataclasses.replace(run, ending="timed_out" if late else "crashed", crash=crash)


def _load(worker: Worker, request: RunRequest, begun: float) -> Run | None:
    """Import what the program needs; an import that raises or crashes is how the run ended."""
    try:
        for name, artifact in request.modules:
            worker.load(name, artifact, timeout=request.limits.timeout)
    except WorkerCrashed as error:
        return worker.outcome(begun, crash=error.crash)
    except Refused as error:
        return worker.outcome(begun, raised=error.raised)
    return None


def _nobody(_stream: str, _text: str) -> None:
    pass
