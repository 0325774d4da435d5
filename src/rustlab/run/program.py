"""Runs a compiled program (`%%rust --bin`) under limits and says how it ended."""

from __future__ import annotations

import time
from pathlib import Path

from rustlab.machine import process
from rustlab.machine.process import Ended
from rustlab.run.classify import Evidence, classify
from rustlab.run.outcome import Crash, Run
from rustlab.run.worker import Output

MEMORY = 4 << 30  # bytes of address space: a loop that allocates must not take the machine along
PANICKED = 101  # the exit status of a Rust program whose `main` panicked
# The limits are set by Python in the process that then becomes the program.
LAUNCH = f"""
import os, sys
if os.name == "posix":
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
    os.execv(sys.argv[1], sys.argv[1:])
import subprocess
sys.exit(subprocess.run(sys.argv[1:]).returncode)
"""


def run(program: Path, python: Path, *, on_output: Output, timeout: float | None = None) -> Run:
    """Run to the end; what it prints goes to `on_output` line by line.

    An exit status other than 0 is how a program says that it failed: the Run has a crash of the
    word `exit`, or of the signal that ended it.
    """
    begun = time.monotonic()
    ended = process.run(
        [python, "-I", "-S", "-c", LAUNCH, program],
        timeout=timeout,
        on_line=lambda line: on_output("stdout", line),
        on_error=lambda line: on_output("stderr", line),
    )
    seconds = time.monotonic() - begun
    if ended.ending == "interrupted":
        return Run(ending="interrupted", stdout=ended.stdout, stderr=ended.stderr, seconds=seconds)
    if ended.ending == "exited" and ended.returncode == 0:
        return Run(ending="finished", stdout=ended.stdout, stderr=ended.stderr, seconds=seconds)
    late = ended.ending == "timed_out"
    return Run(
        ending="timed_out" if late else "crashed",
        stdout=ended.stdout,
        stderr=ended.stderr,
        crash=_timeout(ended, timeout) if late else _crash(ended),
        seconds=seconds,
    )


def _timeout(ended: Ended, seconds: float | None) -> Crash:
    return classify(Evidence(returncode=None, stderr=ended.stderr, cut="timeout", seconds=seconds))


def _crash(ended: Ended) -> Crash:
    if ended.returncode == PANICKED:
        return Crash(
            word="exit",
            cause="the program panicked: that ends a Rust program with exit status 101",
            hint="read the message of the panic above: it names the line",
            signal="exit status 101",
        )
    return classify(Evidence(returncode=ended.returncode, stderr=ended.stderr, watched=False))
