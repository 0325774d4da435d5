"""The end of a process in words: signal, status and last lines become a `Crash` (BUGS D.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rustlab.run import causes, stacks
from rustlab.run.causes import Cause
from rustlab.run.outcome import Crash

CONNECTION_LOST = 97  # exit status of `_worker.py` when its descriptors are closed
Cut = Literal["", "timeout", "interrupt", "disconnected", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was left of a process: how it ended, what it wrote, and why we ended it if we did."""

    returncode: int | None  # negative signal number on POSIX, NTSTATUS on Windows
    stderr: str = ""
    faults: str = ""  # what faulthandler wrote
    cut: Cut = ""
    seconds: float | None = None  # the time limit, when it was reached
    stack_full: bool = False  # the stack was seen to be used up
    watched: bool = True  # faulthandler was there to write


def classify(evidence: Evidence) -> Crash:
    """Say in words how the process ended, with the next step and the line that shows it."""
    number, name = _signal(evidence)
    cause, quoted = _cause(evidence, number)
    dump = evidence.faults if stacks.PYTHON_FRAME.search(evidence.faults) else evidence.stderr
    return Crash(
        word=cause.word,
        cause=cause.text.format(status=evidence.returncode, name=name, seconds=evidence.seconds),
        hint=cause.hint,
        signal=name,
        quoted=quoted,
        python_stack=stacks.python_frames(dump),
        c_stack=stacks.c_frames(dump),
        stderr=evidence.stderr[-4096:],
    )


def _signal(evidence: Evidence) -> tuple[int, str]:
    """Return the signal (0 for an exit) and what to show for it."""
    # Code that enables faulthandler again has it write to standard error.
    written = causes.FAULTS.get(stacks.fault(evidence.faults or evidence.stderr))
    code = evidence.returncode
    if written and not evidence.cut:  # the process may have been ended while it held still
        return written, causes.SIGNALS.get(written, "")
    if code is None or code == CONNECTION_LOST or evidence.cut:
        return 0, ""
    if code & 0xFFFFFFFF in causes.NTSTATUS and not -65 < code < 0:
        return causes.NTSTATUS[code & 0xFFFFFFFF], f"0x{code & 0xFFFFFFFF:08X}"
    if code < 0:
        return -code, causes.SIGNALS.get(-code, f"signal {-code}")
    return 0, f"exit status {code}"


def _cause(evidence: Evidence, number: int) -> tuple[Cause, str]:
    """Return why, and the line that says so: first what we did, then what was written."""
    if cut := evidence.cut or ("disconnected" * (evidence.returncode == CONNECTION_LOST)):
        return causes.CUT[cut], ""
    if not number:
        return causes.EXIT, ""
    for pattern, cause in causes.TOLD:
        if found := pattern.search(evidence.stderr):
            return cause, _quote(found)
    return _of_signal(evidence, number), ""


def _of_signal(evidence: Evidence, number: int) -> Cause:
    """Return what the signal alone says, and whether a stack was full."""
    if number in causes.MEMORY_SIGNALS:
        if evidence.stack_full or stacks.repeats(evidence.faults):
            return causes.STACK
        # Only on a stack without room (that of a thread) can faulthandler not write at all.
        silent = not evidence.faults and "Fatal Python error" not in evidence.stderr
        if silent and evidence.watched and number == 11 and evidence.returncode == -11:
            return causes.THREAD_STACK
    return causes.BARE.get(number, causes.SENT)


def _quote(found: re.Match[str]) -> str:
    """Return what the pattern marks as the telling part, else all of it."""
    text = found["quote"] if "quote" in found.re.groupindex else found[0]
    return "\n".join(line.strip() for line in text.strip().splitlines())[:400]
